using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>In what a differentiable strategy differs from the others: how architecture parameters become the weights of a
/// mixture.</summary>
internal sealed record MixtureRule
{
    /// <summary>Whether Gumbel noise is added to the parameters first.</summary>
    public bool HasNoise { get; init; }

    /// <summary>Whether the largest option of each choice runs alone, with the gradient of the soft weights (straight through).</summary>
    public bool IsHard { get; init; }

    /// <summary>What the sums are divided by; null for 1, which is no temperature.</summary>
    public Func<StepPosition, double>? Temperature { get; init; }

    /// <summary>Whether the gradient is of second order.</summary>
    public bool IsSecondOrder { get; init; }

    /// <summary>How cost counts in the loss of the parameters; null where it does not.</summary>
    public CostInLoss? Cost { get; init; }

    /// <summary>Identities in one cell of the would-be architecture from which on the search stops after a round; 0: never.</summary>
    public int StopAtSkips { get; init; }

    /// <summary>Whether the architecture that the parameters name is a candidate, before architectures that are drawn from them.</summary>
    public bool NamesStrongest { get; init; } = true;
}
