using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Ports;

/// <summary>What one weight step measured.</summary>
/// <param name="Loss">Mean cross-entropy per token or image in nats, penalties excluded, before the update.</param>
/// <param name="GradNorm">Global norm over the active weights before clipping.</param>
/// <param name="LearningRate">Rate used.</param>
/// <param name="TokenCount">Tokens in the window, or images in the batch.</param>
/// <param name="Objective">What was differentiated: the loss in the job's scale with its penalties, L2 excluded.</param>
/// <param name="CorrectCount">Images whose class was predicted before the update; null where that is not what counts.</param>
public sealed record WeightStepResult(
    double Loss, double GradNorm, double LearningRate, int TokenCount, double Objective, int? CorrectCount = null)
{
    /// <summary>What the gradient was multiplied by, so that its norm is at most the limit; 1 where there is none.</summary>
    public double GradientScale { get; init; } = 1;
}

/// <summary>
/// The shared weights of a supernet with the data they are trained and judged on. Everything it does is a function of its weights and of
/// the numbers in the call.
/// </summary>
public interface ISharedWeights : IDisposable
{
    /// <summary>Trains the weights that the architecture uses on the next window of the training stream; touches no other weight.</summary>
    /// <param name="architecture">The sampled architecture.</param>
    /// <param name="step">The search step: dropout masks are drawn for it.</param>
    /// <param name="weightStep">Number of weight steps before this one: gives the window and the learning rate.</param>
    /// <exception cref="Steps.NonFiniteStepException">Loss or gradient is not finite; nothing was updated.</exception>
    WeightStepResult Train(Architecture architecture, long step, long weightStep);

    /// <summary>The losses on the reward windows of (step, ordinal), dropout off. Changes nothing.</summary>
    IReadOnlyList<WindowLoss> Evaluate(Architecture architecture, long step, int ordinal);

    /// <summary>The loss on the whole validation set, dropout off. Changes nothing.</summary>
    WindowLoss ScoreValidation(Architecture architecture);

    /// <summary>The loss on a part of the validation set, the same for every architecture, dropout off. Changes nothing.</summary>
    /// <param name="architecture">An architecture of the space of the job.</param>
    /// <param name="items">Images, in whole batches; or windows of the pass over the whole set, the first of them.</param>
    WindowLoss ScorePart(Architecture architecture, int items);

    /// <summary>Sets of weights that a score is the mean over: more than one where it is taken over the ends of the last rounds too. Its
    /// losses and counts are then the sums over them.</summary>
    int ScoreCount => 1;

    /// <summary>What a checkpoint holds of it, a section each.</summary>
    IReadOnlyList<ICheckpointed> Sections { get; }
}
