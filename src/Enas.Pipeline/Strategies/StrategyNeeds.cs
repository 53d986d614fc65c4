namespace Enas.Pipeline.Strategies;

/// <summary>What a strategy cannot do without.</summary>
[Flags]
public enum StrategyNeeds
{
    /// <summary>Nothing beyond an evaluator.</summary>
    None = 0,

    /// <summary>Evaluations that are the architecture's own, the same whenever they are asked for: a table, or training alone.</summary>
    FinalEvaluations = 1,

    /// <summary>Architectures that can be trained alone, for as long as the strategy says.</summary>
    Children = 2,

    /// <summary>Weights that all architectures share.</summary>
    SharedWeights = 4,

    /// <summary>Shared weights that also run as a mixture of all options.</summary>
    Mixtures = 8,
}

/// <summary>Rows of the section <c>policy</c> that several strategies share.</summary>
[Flags]
public enum PolicySections
{
    /// <summary>None: the strategy has no policy that learns.</summary>
    None = 0,

    /// <summary>The LSTM: its width, its initial weights, the squashing of logits, and what the space adds.</summary>
    Network = 1,

    /// <summary>The temperature alone, for a policy without a network.</summary>
    Temperature = 2,

    /// <summary>Adam, the entropy and the decay of the baseline.</summary>
    Training = 4,
}
