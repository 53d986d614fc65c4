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
}
