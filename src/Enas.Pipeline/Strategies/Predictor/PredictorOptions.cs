namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>How a predictor searches.</summary>
/// <param name="Initial">Architectures that are drawn uniformly before there is a model.</param>
/// <param name="Pool">Uniform architectures from which the model takes the best one.</param>
/// <param name="Ridge">λ of the ridge regression.</param>
internal sealed record PredictorOptions(int Initial, int Pool, double Ridge)
{
    /// <summary>What the model sees of an architecture.</summary>
    public FeatureSet Features { get; init; } = FeatureSet.Counts;

    /// <summary>What the model expects.</summary>
    public PredictorTarget Target { get; init; } = PredictorTarget.Reward;
}
