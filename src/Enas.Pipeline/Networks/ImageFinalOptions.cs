using Enas.Pipeline.Options;

namespace Enas.Pipeline.Networks;

/// <summary>A final training of a convolutional network.</summary>
/// <param name="Network">The fixed network and its step.</param>
/// <param name="Epochs">Passes over the training set.</param>
/// <param name="EvaluationBatchSize">Batch size of validation and test. With batch statistics it is part of the measure.</param>
internal sealed record ImageFinalOptions(ImageNetworkOptions Network, int Epochs, int EvaluationBatchSize)
{
    /// <summary>Steps in all, over which the rate falls to its minimum, in the place of <see cref="Epochs"/>; 0 for whole epochs.</summary>
    public int Steps { get; init; }

    /// <summary>Decay of the exponential average of the weights that is measured and kept; 0 for the weights as they are.</summary>
    public double AveragingDecay { get; init; }
}
