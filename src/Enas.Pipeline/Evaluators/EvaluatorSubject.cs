using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluators;

/// <summary>The search that words are about.</summary>
/// <param name="Job">Its job.</param>
/// <param name="ScoredItems">What a part of its validation set is counted in: <c>images</c>.</param>
public sealed record EvaluatorSubject(JobOptions Job, string ScoredItems);
