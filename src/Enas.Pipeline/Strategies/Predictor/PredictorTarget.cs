namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>What the model of a predictor expects.</summary>
public enum PredictorTarget
{
    /// <summary>The reward itself.</summary>
    Reward,

    /// <summary>The share of the architectures evaluated so far that are worse, so that one that failed weighs no more than any other bad
    /// one.</summary>
    Rank,
}
