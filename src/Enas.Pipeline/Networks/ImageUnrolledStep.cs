using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>The next step of a convolutional supernet's weights, for gradients of second order.</summary>
/// <param name="graph">The mixture in a step's scope.</param>
/// <param name="gates">The mixture's weights.</param>
/// <param name="training">The batch of the weight step.</param>
/// <param name="rate">Its learning rate.</param>
/// <param name="momentum">Nesterov's momentum.</param>
/// <param name="step">The step whose masks are drawn.</param>
/// <param name="validation">The batches of the validation loss.</param>
/// <param name="share">1 over their images.</param>
internal sealed class ImageUnrolledStep(
    ImageModel model, Func<IStepScope, ImageGraph> graph, MixtureGates gates, ImageBatch training, double rate, double momentum,
    long step, ImageBatch[] validation, float share) : IUnrolledStep
{
    private readonly IReadOnlyList<(Tensor Weight, Tensor Velocity)> _used = model.Used(graph, training);

    /// <inheritdoc />
    public IReadOnlyList<Tensor> Weights { get => field ??= [.. _used.Select(used => used.Weight)]; }

    /// <inheritdoc />
    public int Items => training.Count;

    /// <inheritdoc />
    /// <remarks>A gradient g moves a weight by -η (1 + μ) g: once itself, once by the velocity that it is added to.</remarks>
    public double Make() => rate * (1 + momentum) * model.Train(graph, training, rate, step, movesAverages: false).GradientScale;

    /// <inheritdoc />
    public MixtureGradient Validation(IReadOnlyList<float[]> weightGradients) => MixtureGradients.Sum(validation.Select(batch =>
        model.ValidationGradient(graph, batch, share, scope =>
        {
            WeightGradients.AddTo(weightGradients, Weights, scope);
            return gates.GradientIn(scope);
        })));

    /// <inheritdoc />
    public float[] Training() => model.TrainingGradient(graph, training, step, gates.GradientIn);

    /// <summary>What work gives, with the velocities behind it as they were before.</summary>
    public T Restoring<T>(ITensorBackend backend, Func<T> work)
    {
        var before = _used.Select(used =>
        {
            var values = new float[used.Velocity.Shape.ElementCount];
            backend.Read(used.Velocity, values);
            return values;
        }).ToArray();
        try
        {
            return work();
        }
        finally
        {
            foreach (var ((_, velocity), values) in _used.Zip(before))
            {
                backend.Write(velocity, values);
            }
        }
    }
}
