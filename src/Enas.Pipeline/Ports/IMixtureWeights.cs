using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Ports;

/// <summary>How much each option of a relaxed space counts.</summary>
/// <param name="Weights">One for each option of all choices, in the order of <see cref="Relaxation"/>.</param>
/// <param name="Path">
/// The one architecture whose options run, each multiplied by its weight; the others cost nothing and have no gradient. Null where all
/// options run.
/// </param>
public sealed record Mixture(IReadOnlyList<float> Weights, Architecture? Path = null);

/// <summary>What a mixture was found to be worth, and in which direction it would be worth more.</summary>
/// <param name="Loss">The loss on the validation windows or images, dropout off.</param>
/// <param name="Gradient">
/// The derivative of the mean loss per token or image by each option's weight; 0 for an option that did not run.
/// </param>
internal sealed record MixtureGradient(WindowLoss Loss, float[] Gradient)
{
    /// <summary>Tokens or images that went through training passes for a gradient of second order; 0 for one of first order.</summary>
    public long UnrolledItems { get; init; }
}

/// <summary>
/// Shared weights that also run as a mixture: each choice is the weighted sum over its options, with the weights that path mode has, by the
/// same keys. A mixture in which one option of each choice has the weight 1 computes what the path computes.
/// </summary>
internal interface IMixtureWeights : ISharedWeights
{
    /// <summary>Trains the weights of all options that run on the next window of the training stream, see
    /// <see cref="ISharedWeights.Train"/>.</summary>
    /// <param name="mixture">What each option counts; a constant of the step.</param>
    /// <param name="step">The search step.</param>
    /// <param name="weightStep">Number of weight steps before this one.</param>
    /// <exception cref="Steps.NonFiniteStepException">Loss or gradient is not finite; nothing was updated.</exception>
    WeightStepResult TrainMixture(Mixture mixture, long step, long weightStep);

    /// <summary>The gradient of the validation loss by the mixture's weights, on the windows or images of (step, 0). Changes
    /// nothing.</summary>
    /// <param name="mixture">Where the gradient is taken.</param>
    /// <param name="step">The search step.</param>
    /// <param name="unrolled">
    /// The number of weight steps so far: the loss is that after the next weight step, which depends on the mixture too, and the gradient
    /// is of second order (docs/algorithms.md#mixtures). Null for the loss of the weights as they are.
    /// </param>
    /// <exception cref="Steps.NonFiniteStepException">Loss or gradient is not finite.</exception>
    MixtureGradient MeasureGradient(Mixture mixture, long step, long? unrolled);
}
