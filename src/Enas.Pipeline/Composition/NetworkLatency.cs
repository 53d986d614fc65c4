using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>
/// The time that the exported network of an architecture takes for one item on this machine: the network of the final training, with the
/// weights of one step, since a time depends on shapes. It runs on one thread.
/// </summary>
internal sealed class NetworkLatency : ILatencyMeter
{
    private const string Best = "best/";

    private readonly JobOptions _job;
    private readonly JobData _data;
    private readonly SearchSpace _space;
    private readonly ITensorBackend _backend;
    private readonly ICompute _compute;

    private NetworkLatency(JobOptions job, JobData data, SearchSpace space, ITensorBackend backend, ICompute compute) =>
        (_job, _data, _space, _backend, _compute) = (OfOneStep(job), data, space, backend, compute);

    /// <summary>The meter of a job.</summary>
    /// <exception cref="BadInputException">Its networks cannot be exported.</exception>
    public static NetworkLatency Of(JobOptions job, JobData data, SearchSpace space, ITensorBackend backend, ICompute compute) =>
        SpaceCatalog.Of(job).OnnxRefusalOf(job) is { } refusal
        ? throw new BadInputException($"a latency cannot be measured: {refusal}")
        : new NetworkLatency(job, data, space, backend, compute);

    /// <inheritdoc />
    public double MedianMs(Architecture architecture) =>
        _compute.MedianMs(ModelOf(architecture), _job.Costs.WarmUp, _job.Costs.Repeats);

    /// <summary>The exported network of an architecture after one step.</summary>
    public byte[] ModelOf(Architecture architecture)
    {
        using var network = _data.FixedNetwork(_backend, _space, _job, architecture);
        network.Train(0);
        // Whatever the measure, 1 is better than what it begins with: the weights of the step are kept.
        network.AfterValidation(1);
        var tensors = SearchCheckpoint.Of(network.Sections, stepCount: 0).Tensors;
        return SpaceCatalog.Of(_job).ToOnnx(new OnnxRequest(_space, architecture, _job, Shape, tensors, Best, []));
    }

    private ImageShape Shape() => ImageShape.Of(((ImageData)_data).Corpus);

    // The smallest step that makes all weights.
    private static JobOptions OfOneStep(JobOptions job) => job with
    {
        Train = job.Train with
        {
            Averaging = WeightAveraging.None,
            ImageNetwork = job.Train.ImageNetwork is { } images ? images with { BatchSize = Math.Min(images.BatchSize, 2) } : null,
        },
    };
}
