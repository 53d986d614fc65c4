namespace Enas.Pipeline.Measures;

/// <summary>How a measurement and what its architecture costs become a reward, of which more is better. The one formula that run, replay,
/// choice and report call.</summary>
public interface IObjective
{
    /// <summary>The reward of a measurement.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="costs">What is known of the costs of its architecture.</param>
    double Reward(Measurement measurement, ArchitectureCosts costs);

    /// <summary>What architectures are ordered by when one is chosen, the best lowest.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="costs">What is known of the costs of its architecture.</param>
    double Rank(Measurement measurement, ArchitectureCosts costs);

    /// <summary>The name of the rule that chooses by <see cref="Rank"/>.</summary>
    /// <param name="measureRule">The name of the rule that chooses by the measure alone.</param>
    string RuleOf(string measureRule);

    /// <summary>Whether <see cref="Rank"/> is that of the measure alone, whatever architectures cost.</summary>
    bool RanksByMeasure => false;

    /// <summary>The cost that it sets beside the measure, weighed or as a front; null where at most limits look at costs.</summary>
    CostMeasure? Cost => null;

    /// <summary>The cost that it takes a power of, so that it has to be above 0; null for none.</summary>
    CostMeasure? PoweredCost => null;

    /// <summary>Whether measure and <see cref="Cost"/> stand side by side, so that what is best is a front and no single
    /// architecture.</summary>
    bool IsFront => false;

    /// <summary>Why an architecture that costs so much has no value, as a stable reason in kebab case; null where nothing keeps it from
    /// one.</summary>
    /// <param name="costs">What is known of its costs when it has been evaluated.</param>
    string? RefusalOf(ArchitectureCosts costs) => null;

    /// <summary>What tells whether two architectures are close: the value measured, unless costs are weighed into it.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="costs">What is known of the costs of its architecture.</param>
    double Extent(Measurement measurement, ArchitectureCosts costs) => measurement.Value;
}
