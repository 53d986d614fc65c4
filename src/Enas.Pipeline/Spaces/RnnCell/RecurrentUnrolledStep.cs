using Enas.Pipeline.Networks;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>The next step of the recurrent supernet's weights, for gradients of second order.</summary>
/// <param name="body">Its weights, as the mixture uses them.</param>
/// <param name="gates">The mixture.</param>
/// <param name="training">The window of the weight step.</param>
/// <param name="carried">The state before it; left as it is.</param>
/// <param name="rate">Its learning rate.</param>
/// <param name="step">The step whose dropout masks are drawn.</param>
/// <param name="validation">The windows of the validation loss.</param>
/// <param name="share">1 over their tokens.</param>
internal sealed class RecurrentUnrolledStep(
    RecurrentLanguageModel model, RecurrentBody body, MixtureGates gates, TokenBatch training, float[] carried, double rate, long step,
    TokenBatch[] validation, float share) : IUnrolledStep
{
    /// <inheritdoc />
    public IReadOnlyList<Tensor> Weights => body.All;

    /// <inheritdoc />
    public int Items => training.Targets.Length;

    /// <inheritdoc />
    public double Make() => rate * model.Train(body, training, [.. carried], rate, step).GradientScale;

    /// <inheritdoc />
    public MixtureGradient Validation(IReadOnlyList<float[]> weightGradients) => MixtureGradients.Sum(validation.Select(window =>
        model.ValidationGradient(body, window, share, scope =>
        {
            WeightGradients.AddTo(weightGradients, Weights, scope);
            return gates.GradientIn(scope);
        })));

    /// <inheritdoc />
    public float[] Training() => model.TrainingGradient(body, training, [.. carried], step, gates.GradientIn);
}
