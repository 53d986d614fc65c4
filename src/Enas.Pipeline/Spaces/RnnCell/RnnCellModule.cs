using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>Recurrent cells, trained on text.</summary>
public sealed class RnnCellModule : ISpaceModule
{
    /// <inheritdoc />
    public string Kind => SpaceKinds.RnnCell;

    /// <inheritdoc />
    public Measure Measure => Measure.Perplexity;

    /// <inheritdoc />
    public string Task => "text";

    /// <inheritdoc />
    public bool HasSharedWeights => true;

    /// <inheritdoc />
    public string DataWords => "the folder with the text files";

    /// <inheritdoc />
    public IReadOnlyList<IStrategyKind> Strategies => StrategyCatalog.WithSharedWeights;

    /// <inheritdoc />
    public IReadOnlyList<Preset> Presets => Jobs.Presets.Recurrent;

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules => JobRules.Recurrent;

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options(IStrategyKind strategy) => JobSchema.RecurrentOptions(strategy);

    /// <inheritdoc />
    public SearchSpace Create(SpaceOptions options) => new RnnCellSpace(options);

    /// <inheritdoc />
    public IReadOnlyList<string> Dialects => RnnCellDialects.Names;

    /// <inheritdoc />
    public Architecture Parse(SearchSpace space, string dialect, string text) =>
        ((RnnCellSpace)space).FromCell(RnnCellDialects.Parse(dialect, text));

    /// <inheritdoc />
    public UpdateSize? UpdateSizeOf(JobOptions job, bool isFinal) =>
        (isFinal ? job.Train.Network : job.SharedWeights) is { } network
            ? new("learningRate", network.LearningRate, network.ClipNorm) : null;

    /// <inheritdoc />
    public string? OnnxRefusalOf(JobOptions job) => null;

    /// <inheritdoc />
    public byte[] ToOnnx(OnnxRequest request) => OnnxModels.Recurrent(
        (RnnCellSpace)request.Space, request.Architecture, request.Job.Train.Network, request.Tensors, request.Prefix, request.Metadata);

    LstmPolicyShape ISpaceModule.PolicyShapeOf(SearchSpace space, PolicyOptions options) =>
        new("activation", ((RnnCellSpace)space).Activations.Count, HasAttention: true, IsTied: options.TiedActivations);

    PolicyWalk ISpaceModule.CreateWalk(SearchSpace space, IStepScope scope, LstmPolicyWeights weights, PolicyOptions options) =>
        new RnnCellWalk(scope, weights, options, (RnnCellSpace)space);
}
