using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>Convolutional cells, trained on images.</summary>
public sealed class MicroCnnModule : ISpaceModule
{
    /// <inheritdoc />
    public string Kind => SpaceKinds.MicroCnn;

    /// <inheritdoc />
    public Measure Measure => Measure.Accuracy;

    /// <inheritdoc />
    public string Task => "images";

    /// <inheritdoc />
    public bool HasSharedWeights => true;

    /// <inheritdoc />
    public string DataWords => "the folder with the images";

    /// <inheritdoc />
    public IReadOnlyList<IStrategyKind> Strategies => StrategyCatalog.WithSharedWeights;

    /// <inheritdoc />
    public IReadOnlyList<Preset> Presets => Jobs.Presets.MicroCells;

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules => JobRules.Images;

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options(IStrategyKind strategy) => JobSchema.ImageOptions(Kind, strategy);

    /// <inheritdoc />
    public SearchSpace Create(SpaceOptions options) =>
        new MicroCnnSpace(options.Nodes, [.. options.Operations.Select(OperationNames.ParseMicro)]);

    /// <inheritdoc />
    public IReadOnlyList<string> Dialects => MicroCnnDialects.Names;

    /// <inheritdoc />
    public Architecture Parse(SearchSpace space, string dialect, string text) =>
        ((MicroCnnSpace)space).FromNetwork(MicroCnnDialects.Parse(dialect, text));

    /// <inheritdoc />
    public UpdateSize? UpdateSizeOf(JobOptions job, bool isFinal) =>
        (isFinal ? job.Train.ImageNetwork : job.ImageWeights) is { } network
            ? new("learningRateMaximum", network.LearningRateMaximum, network.ClipNorm) : null;

    /// <inheritdoc />
    public string? OnnxRefusalOf(JobOptions job) => OnnxModels.RefusalOf(job.Train.ImageNetwork!);

    /// <inheritdoc />
    public byte[] ToOnnx(OnnxRequest request) => OnnxModels.Images(
        request.Space, request.Architecture,
            request.Job.Train.ImageNetwork!, request.Shape(), request.Tensors, request.Prefix, request.Metadata);

    ImageNetworkFamily? ISpaceModule.ImageNetworksOf(SearchSpace space) => new MicroNetworkFamily((MicroCnnSpace)space);

    LstmPolicyShape ISpaceModule.PolicyShapeOf(SearchSpace space, PolicyOptions options)
    {
        var operations = ((MicroCnnSpace)space).Operations;
        float[] bias = [.. operations.Select(operation => MicroCnnWalk.IsConvolution(operation) ? (float)options.ConvolutionBias : 0)];
        return new("operation", operations.Count, HasAttention: true, IsTied: false, bias);
    }

    PolicyWalk ISpaceModule.CreateWalk(SearchSpace space, IStepScope scope, LstmPolicyWeights weights, PolicyOptions options) =>
        new MicroCnnWalk(scope, weights, options, (MicroCnnSpace)space);
}
