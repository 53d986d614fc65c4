using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Host.Searches;

/// <summary>From a reward back to what was measured, with its name, its unit and the direction that the job gave it.</summary>
internal sealed class RewardedMeasure
{
    private readonly RewardOptions _options;

    private RewardedMeasure(Measure measure, RewardOptions options) => (Measure, _options) = (measure, options);

    /// <summary>What was measured.</summary>
    public Measure Measure { get; }

    /// <summary>The measure behind the rewards of a job; null where a cost has a part in them, so that there is no way back.</summary>
    public static RewardedMeasure? Of(JobOptions job) => ObjectiveCatalog.Of(job).RanksByMeasure
        ? new(SpaceCatalog.RewardedMeasureOf(job), job.Reward) : null;

    /// <summary>The measured value.</summary>
    public double ValueOf(double reward) => MeasureObjective.MeasuredOf(Measure, _options, reward);

    /// <summary>The measured value with its name and unit.</summary>
    public string Words(double reward) => $"{Measure.Name} {Measure.Format(ValueOf(reward))}";
}
