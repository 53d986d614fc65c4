namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>What the model of a predictor expects.</summary>
internal enum PredictorTarget
{
    /// <summary>The reward itself.</summary>
    Reward,

    /// <summary>The share of the architectures evaluated so far that are worse, so that a very bad one weighs no more than any other bad
    /// one. Those without a value are no part of it.</summary>
    Rank,
}
