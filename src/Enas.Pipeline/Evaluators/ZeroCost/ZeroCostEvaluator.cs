using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluators.ZeroCost;

/// <summary>An architecture is worth what a zero-cost proxy says of its network before any training.</summary>
/// <param name="job">Which proxy, and which of its values are better.</param>
/// <param name="meter">Who knows.</param>
/// <param name="isCostCounted">Whether the job has costs counted.</param>
internal sealed class ZeroCostEvaluator(JobOptions job, IProxyMeter meter, bool isCostCounted) : IEvaluator
{
    /// <summary>The reason of a network of which the proxy says nothing that is finite.</summary>
    public const string NoValue = "proxy-not-finite";

    private readonly ZeroCostProxy _proxy = ZeroCostProxy.Of(job.Evaluator.Proxy)!;
    private readonly Measure _measure = MeasureOf(job);

    /// <inheritdoc />
    public bool IsFinal => true;

    /// <summary>The measure that architectures are evaluated by.</summary>
    public static Measure MeasureOf(JobOptions job) => ZeroCostProxy.Of(job.Evaluator.Proxy)!.MeasureOf(
        job.Evaluator.Order == EvaluatorOptions.Lower ? MeasureDirection.Lower : MeasureDirection.Higher);

    /// <inheritdoc />
    public Evaluated Evaluate(Architecture architecture, long step, int ordinal) => Score(architecture);

    /// <inheritdoc />
    public Evaluated Score(Architecture architecture) => meter.ValuesOf(architecture, [_proxy]).Of(_proxy) is { } value
        ? new(new Measurement(_measure, value), [], isCostCounted ? meter.CostOf(architecture, [_proxy]) : null)
        : Evaluated.Failed(_measure, NoValue);
}
