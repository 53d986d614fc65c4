using Enas.Pipeline.Tasks.Images;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;

namespace Enas.SideBySide.Networks;

/// <summary>The step as a user of TorchSharp writes it: eager layers, autograd, clip_grad_norm_, Nesterov momentum.</summary>
internal sealed class TorchNetworkStep : ISide
{
    private readonly NetworkStep _step;
    private readonly TorchWeights _weights = new();
    private readonly ImageBatch _batch;
    private readonly torch.Tensor _pixels;
    private readonly torch.Tensor _labels;
    private double[] _results = [];

    public TorchNetworkStep(NetworkStep step, int threads)
    {
        torch.set_num_threads(threads);
        (_step, _batch) = (step, step.Batch());
        var shape = NetworkStep.Images;
        _pixels = torch.tensor(_batch.Pixels, [_batch.Count, shape.Channels, shape.Height, shape.Width]);
        _labels = torch.tensor(_batch.Labels, torch.ScalarType.Int64);
    }

    public void Run(int number)
    {
        using var scope = torch.NewDisposeScope();
        var outputs = _step.Graph(number).Run(new TorchLayers(_weights, _step.Options.BatchNormEpsilon), TorchLayers.Wrap(_pixels));
        var loss = F.cross_entropy(TorchLayers.Unwrap(outputs.Logits), _labels);
        var objective = outputs.AuxiliaryLogits is { } auxiliary
            ? loss + (F.cross_entropy(TorchLayers.Unwrap(auxiliary), _labels) * _step.Options.AuxiliaryWeight)
            : loss;
        objective.backward();
        var norm = torch.nn.utils.clip_grad_norm_(_weights.Active, _step.Options.ClipNorm);
        _weights.Step(NetworkStep.LearningRate, _step.Options.Momentum, _step.Options.L2);
        _results = [loss.item<float>(), norm];
    }

    public double[] Results() => _results;

    public void Dispose()
    {
        _weights.Dispose();
        _pixels.Dispose();
        _labels.Dispose();
    }
}
