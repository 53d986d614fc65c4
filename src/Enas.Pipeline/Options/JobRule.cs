namespace Enas.Pipeline.Options;

/// <summary>Something that several options must fulfil together.</summary>
/// <param name="Keys">The options involved; the error stands at the first of them that the job gives.</param>
/// <param name="Fault">The fault, or null when the options fit.</param>
/// <param name="Kind">What the fault is, wherever the options come from; by default a fault of the place that the culprit comes
/// from.</param>
public sealed record JobRule(IReadOnlyList<string> Keys, Func<JobOptions, string?> Fault, JobErrorKind? Kind = null);
