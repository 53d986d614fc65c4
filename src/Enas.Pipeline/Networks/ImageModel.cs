using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>
/// The weights of convolutional networks with their velocities and running statistics, and the step that trains one network of them. A step
/// touches what its network uses and nothing else: no other weight is moved, decayed or carried on by momentum.
/// </summary>
internal sealed class ImageModel(ITensorBackend backend, ImageNetworkOptions options, ImageShape shape, ulong seed, string streamPrefix)
    : IDisposable
{
    private readonly WeightStore _weights = new(backend, seed);
    private readonly WeightStore _velocities = new(backend, seed);
    private readonly WeightStore _averages = new(backend, seed);

    /// <summary>The weights that exist so far.</summary>
    public WeightStore Weights => _weights;

    /// <summary>Running statistics, when the options keep any.</summary>
    public WeightStore Averages => _averages;

    /// <summary>One step of Nesterov momentum on a batch.</summary>
    /// <exception cref="NonFiniteStepException">Nothing was updated, running statistics neither.</exception>
    public WeightStepResult Train(ImageGraph graph, ImageBatch batch, double learningRate, long step) =>
        Train(_ => graph, batch, learningRate, step);

    /// <summary>One step of Nesterov momentum on a batch, of a network that reads the step.</summary>
    /// <param name="graphIn">The network in a step's scope.</param>
    /// <param name="movesAverages">Whether running statistics follow, where the options keep any.</param>
    /// <exception cref="NonFiniteStepException">Nothing was updated, running statistics neither.</exception>
    public WeightStepResult Train(
        Func<IStepScope, ImageGraph> graphIn, ImageBatch batch, double learningRate, long step, bool movesAverages = true)
    {
        using var scope = backend.BeginStep(recordGradients: true);
        var layers = new ImageStepLayers(scope, _weights, options, seed, streamPrefix, new ImageRun(IsTraining: true, null, step));
        var outputs = graphIn(scope).Run(layers, Pixels(scope, batch));
        var lossSum = scope.CrossEntropy(outputs.Logits, batch.Labels);
        var objective = ImageObjective.Of(scope, lossSum, outputs, batch.Labels, options);
        var gradient = GradientStep.OfNetwork(
            scope, objective, lossSum, batch.Count, [.. layers.Weights.Select(weight => weight.Value)], options.ClipNorm);
        Update(scope, layers, learningRate, gradient.Scale, movesAverages);
        return new WeightStepResult(
            gradient.Loss, gradient.Norm, learningRate,
                batch.Count, scope.ReadScalar(objective), CorrectCount(scope, outputs.Logits, batch.Labels))
        {
            GradientScale = gradient.Scale,
        };
    }

    /// <summary>Gradients of what a weight step differentiates, as it stands. Changes nothing.</summary>
    public T TrainingGradient<T>(Func<IStepScope, ImageGraph> graphIn, ImageBatch batch, long step, Func<IStepScope, T> read)
    {
        using var scope = backend.BeginStep(recordGradients: true);
        var layers = new ImageStepLayers(scope, _weights, options, seed, streamPrefix, new ImageRun(IsTraining: true, null, step));
        var outputs = graphIn(scope).Run(layers, Pixels(scope, batch));
        scope.Backward(ImageObjective.Of(scope, scope.CrossEntropy(outputs.Logits, batch.Labels), outputs, batch.Labels, options));
        return NonFiniteStepException.Counting(batch.Count, () => read(scope));
    }

    /// <summary>Gradients of a share of the loss on a batch, with the batch's own statistics, dropout off. Changes nothing.</summary>
    /// <param name="graphIn">The network in a step's scope.</param>
    /// <param name="share">What the loss is multiplied by: 1 over the images of all batches.</param>
    /// <param name="read">Reads gradients of the step.</param>
    public (WindowLoss Loss, T Read) ValidationGradient<T>(
        Func<IStepScope, ImageGraph> graphIn, ImageBatch batch, float share, Func<IStepScope, T> read)
    {
        using var scope = backend.BeginStep(recordGradients: true);
        var layers = new ImageStepLayers(scope, _weights, options, seed, streamPrefix, new ImageRun(IsTraining: false, null, 0));
        var logits = graphIn(scope).Run(layers, Pixels(scope, batch)).Logits;
        var lossSum = scope.CrossEntropy(logits, batch.Labels);
        scope.Backward(scope.Affine(lossSum, share, 0));
        return NonFiniteStepException.Counting(batch.Count,
            () => (new WindowLoss(batch.Count, scope.ReadScalar(lossSum), CorrectCount(scope, logits, batch.Labels)), read(scope)));
    }

    /// <summary>The weights that a network uses in training, by key, and their velocities behind them. Creates those that are not there
    /// yet.</summary>
    public IReadOnlyList<(Tensor Weight, Tensor Velocity)> Used(Func<IStepScope, ImageGraph> graphIn, ImageBatch batch)
    {
        using var scope = backend.BeginStep(recordGradients: false);
        var layers = new ImageStepLayers(scope, _weights, options, seed, streamPrefix, new ImageRun(IsTraining: true, null, 0));
        graphIn(scope).Run(layers, Pixels(scope, batch));
        return [.. layers.Weights.Select(weight => (weight.Value, _velocities.Get(weight.Key, weight.Value.Shape, initRange: 0)))];
    }

    /// <summary>The loss and the correct predictions on a batch. Nothing that is trained changes.</summary>
    /// <param name="statistics">What batch norm takes; null for the batch's own.</param>
    public WindowLoss Evaluate(ImageGraph graph, ImageBatch batch, WeightStore? statistics) => Evaluate(_ => graph, batch, statistics);

    /// <summary>The same of a network that reads the step.</summary>
    /// <param name="graphIn">The network in a step's scope.</param>
    /// <param name="statistics">What batch norm takes; null for the batch's own.</param>
    public WindowLoss Evaluate(Func<IStepScope, ImageGraph> graphIn, ImageBatch batch, WeightStore? statistics)
    {
        using var scope = backend.BeginStep(recordGradients: false);
        var layers = new ImageStepLayers(scope, _weights, options, seed, streamPrefix, new ImageRun(IsTraining: false, statistics, 0));
        var logits = graphIn(scope).Run(layers, Pixels(scope, batch)).Logits;
        return new WindowLoss(batch.Count,
            scope.ReadScalar(scope.CrossEntropy(logits, batch.Labels)), CorrectCount(scope, logits, batch.Labels));
    }

    /// <summary>Loss and correct predictions over batches, by the job's batch norm policy. Nothing that is trained changes.</summary>
    /// <param name="batches">What is measured.</param>
    /// <param name="calibration">Training batches for <c>recalibrated</c>.</param>
    /// <param name="batchNorm">Another policy than the job's; null for that.</param>
    public IReadOnlyList<WindowLoss> EvaluateAll(
        ImageGraph graph, IEnumerable<ImageBatch> batches, IEnumerable<ImageBatch> calibration, string? batchNorm = null)
    {
        var policy = batchNorm ?? options.BatchNorm;
        if (policy != BatchNormPolicies.Recalibrated)
        {
            return [.. batches.Select(batch => Evaluate(graph, batch, policy == BatchNormPolicies.Running ? _averages : null))];
        }

        using var own = new WeightStore(backend, seed);
        foreach (var (i, batch) in calibration.Index())
        {
            Calibrate(graph, batch, own, 1f / (i + 1));
        }

        return [.. batches.Select(batch => Evaluate(graph, batch, own))];
    }

    /// <summary>Moves weights and running statistics towards those of another model of the same network, by a share of the way.</summary>
    public void MoveTowards(ImageModel other, float share)
    {
        _weights.MoveTowards(other._weights, share);
        _averages.MoveTowards(other._averages, share);
    }

    /// <summary>State for a checkpoint: all that training goes on from.</summary>
    public IEnumerable<CheckpointTensor> Export() => ExportNetwork(string.Empty).Concat(_velocities.Export("velocity/"));

    /// <summary>What the network computes with, without what only training needs; names get the prefix.</summary>
    public IEnumerable<CheckpointTensor> ExportNetwork(string prefix) =>
        _weights.Export(prefix + "weights/").Concat(_averages.Export(prefix + "running/"));

    /// <summary>Restores what <see cref="ExportNetwork"/> gave with this prefix.</summary>
    public void ImportNetwork(string prefix, IReadOnlyCollection<CheckpointTensor> tensors)
    {
        _weights.Import(prefix + "weights/", tensors);
        _averages.Import(prefix + "running/", tensors);
    }

    /// <summary>Restores what <see cref="Export"/> gave.</summary>
    public void Import(IReadOnlyCollection<CheckpointTensor> tensors)
    {
        ImportNetwork(string.Empty, tensors);
        _velocities.Import("velocity/", tensors);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _weights.Dispose();
        _velocities.Dispose();
        _averages.Dispose();
    }

    private void Calibrate(ImageGraph graph, ImageBatch batch, WeightStore averages, float weight)
    {
        using var scope = backend.BeginStep(recordGradients: false);
        var layers = new ImageStepLayers(scope, _weights, options, seed, streamPrefix, new ImageRun(IsTraining: false, null, 0));
        graph.Run(layers, Pixels(scope, batch));
        layers.UpdateAverages(averages, weight);
    }

    private void Update(IStepScope scope, ImageStepLayers layers, double learningRate, double scale, bool movesAverages)
    {
        foreach (var (key, weight) in layers.Weights)
        {
            var velocity = _velocities.Get(key, weight.Shape, initRange: 0);
            backend.NesterovStep(scope, weight, velocity, (float)learningRate, (float)options.Momentum, (float)scale, (float)options.L2);
        }

        if (movesAverages && options.BatchNorm == BatchNormPolicies.Running)
        {
            layers.UpdateAverages(_averages, (float)(1 - options.BatchNormDecay));
        }
    }

    private Tensor Pixels(IStepScope scope, ImageBatch batch) =>
        scope.Constant(batch.Pixels, new TensorShape(batch.Count, shape.Channels, shape.Height, shape.Width));

    /// <summary>Images whose largest logit is their label's; the first of equal ones counts.</summary>
    private static int CorrectCount(IStepScope scope, Tensor logits, int[] labels)
    {
        var values = new float[logits.Shape.ElementCount];
        scope.Read(logits, values);
        var classes = logits.Shape.Columns;
        return labels.Index().Count(image => Largest(values.AsSpan(image.Index * classes, classes)) == image.Item);
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
