using Enas.Backends.Cpu;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Tasks.Images;

namespace Enas.SideBySide.Networks;

/// <summary>The step as the supernet makes it.</summary>
internal sealed class OurNetworkStep : ISide
{
    private readonly NetworkStep _step;
    private readonly CpuBackend _backend;
    private readonly ImageModel _model;
    private readonly ImageBatch _batch;
    private double[] _results = [];

    public OurNetworkStep(NetworkStep step, int threads)
    {
        (_step, _backend, _batch) = (step, new CpuBackend(threads), step.Batch());
        _model = new ImageModel(_backend, step.Options, NetworkStep.Images, NetworkStep.ModelSeed, string.Empty);
    }

    public void Run(int number)
    {
        var result = _model.Train(_step.Graph(number), _batch, NetworkStep.LearningRate, number);
        _results = [result.Loss, result.GradNorm];
    }

    public double[] Results() => _results;

    public void Dispose()
    {
        _model.Dispose();
        _backend.Dispose();
    }
}
