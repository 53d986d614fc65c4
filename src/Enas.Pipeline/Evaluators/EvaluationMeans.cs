namespace Enas.Pipeline.Evaluators;

/// <summary>What a space under a strategy has to evaluate architectures by, and what an evaluator cannot do without.</summary>
[Flags]
public enum EvaluationMeans
{
    /// <summary>The architecture alone.</summary>
    None = 0,

    /// <summary>Weights that all architectures share.</summary>
    SharedWeights = 1,

    /// <summary>Trainings of an architecture alone.</summary>
    Children = 2,

    /// <summary>What zero-cost proxies say of its network.</summary>
    Proxies = 4,

    /// <summary>A table of measured results.</summary>
    Table = 8,

    /// <summary>Somebody outside of Enas: a program, or whoever asks.</summary>
    Outside = 16,

    /// <summary>The space itself.</summary>
    Space = 32,
}
