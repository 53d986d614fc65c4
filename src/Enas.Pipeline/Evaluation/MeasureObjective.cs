using Enas.Pipeline.Measures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluation;

/// <summary>
/// The measure itself as the reward: c / perplexity^power (Pham et al. 2018, with power 1; Zoph and Le 2017 with 2), the accuracy as it is,
/// and any other measure with the sign that makes more better. Costs say nothing.
/// </summary>
/// <param name="options">c and the power.</param>
internal sealed class MeasureObjective(RewardOptions options) : IObjective
{
    /// <inheritdoc />
    public bool RanksByMeasure => true;

    /// <inheritdoc />
    public double Reward(Measurement measurement, ArchitectureCosts costs) => measurement.Measure == Measure.Perplexity
        ? options.C / (options.PerplexityPower == 1 ? measurement.Value : ExactMath.Pow(measurement.Value, options.PerplexityPower))
        : -measurement.Measure.Rank(measurement.Value);

    /// <summary>The measured value that has a reward: the inverse of <see cref="Reward"/>.</summary>
    /// <param name="measure">What was measured.</param>
    /// <param name="options">c and the power.</param>
    public static double MeasuredOf(Measure measure, RewardOptions options, double reward) => measure != Measure.Perplexity
        ? measure.Rank(-reward)
        : options.PerplexityPower == 1 ? options.C / reward : ExactMath.Pow(options.C / reward, 1 / options.PerplexityPower);

    /// <inheritdoc />
    public double Rank(Measurement measurement, ArchitectureCosts costs) => measurement.Measure.Rank(measurement.Value);

    /// <inheritdoc />
    public string RuleOf(string measureRule) => measureRule;
}
