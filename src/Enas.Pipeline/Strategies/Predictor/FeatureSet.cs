namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>What the model of a predictor sees of an architecture.</summary>
internal enum FeatureSet
{
    /// <summary>How often each option was chosen, wherever it was.</summary>
    Counts,

    /// <summary>Which option each decision chose.</summary>
    Decisions,
}
