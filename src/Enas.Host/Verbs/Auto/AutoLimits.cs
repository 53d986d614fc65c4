using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Host.Verbs.Auto;

/// <summary>A limit of <c>enas auto</c> beside what its network costs.</summary>
/// <param name="Value">What the exported network has: its time as it was measured at the end.</param>
internal sealed record KeptLimit(CostLimit Limit, double Value)
{
    /// <summary>Whether it is kept.</summary>
    public bool IsKept => Value <= Limit.Most;

    /// <summary>It in words.</summary>
    public string Words => $"{Limit.Cost.Measure} {Limit.Cost.Measure.Format(Value)}, at most {Limit.Cost.Measure.Format(Limit.Most)}"
        + (IsKept ? string.Empty : ": not kept");
}

/// <summary>The limits of <c>enas auto</c>: from the command line into the job, and at the end against the network.</summary>
internal static class AutoLimits
{
    private const string Milliseconds = "ms";

    /// <summary>The options of a job that a command line's limits are.</summary>
    /// <exception cref="CommandLineException">One of them is no limit.</exception>
    public static IReadOnlyList<string> Sets(string? latency, long? parameters) =>
    [
        .. latency is null ? (string[])[] : [$"limits.latencyMs={Text(Ms(latency))}", "costs.repeats=15", "costs.warmUp=3"],
        .. parameters is null ? (string[])[] : [$"limits.parameters={Checked(parameters.Value)}"],
    ];

    /// <summary>How the exported network keeps the limits of its job. Its time is one median, as the search took it of every architecture
    /// before it admitted it: both are measured by one yardstick.</summary>
    /// <param name="search">What the search came to.</param>
    /// <param name="onnx">The file of the network.</param>
    /// <param name="medianMs">Times a model: the model, runs before and runs that count.</param>
    public static IReadOnlyList<KeptLimit> Of(
        JobOptions job, SearchState search, string onnx, Func<byte[], int, int, double>? medianMs = null)
    {
        medianMs ??= OnnxTimer.MedianMs;
        var costs = search.ArchitectureCosts.Of(search.Completed!.Tokens);
        return
        [
            .. CostPlan.Of(job).Limits.All.Select(limit => new KeptLimit(limit, limit.Cost == CostMeasure.Latency
                ? medianMs(File.ReadAllBytes(onnx), job.Costs.WarmUp, job.Costs.Repeats)
                : costs.Of(limit.Cost) ?? double.PositiveInfinity)),
        ];
    }

    private static double Ms(string text) =>
        double.TryParse(text.EndsWith(Milliseconds, StringComparison.Ordinal) ? text[..^Milliseconds.Length].TrimEnd() : text,
            NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value > 0
        ? value
        : throw new CommandLineException(
            $"--max-latency {ForeignText.Shown(text)}: allowed are milliseconds above 0, such as 2ms or 0.5ms");

    private static string Checked(long parameters) => parameters > 0
        ? parameters.ToString(CultureInfo.InvariantCulture)
        : throw new CommandLineException($"--max-parameters {parameters}: allowed are numbers from 1");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
