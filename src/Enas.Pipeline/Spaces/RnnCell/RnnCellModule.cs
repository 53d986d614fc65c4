using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>Recurrent cells, trained on text.</summary>
internal sealed class RnnCellModule : ISpaceModule
{
    private static readonly (string Key, object Value)[] s_quickstart =
    [
        ("preset", "small"),
        ("data.kind", DataKindNames.Generated), ("data.states", 16), ("data.vocabulary", 32), ("data.branches", 4),
        ("data.trainTokens", 40_000), ("data.validTokens", 4_000), ("data.testTokens", 4_000),
        ("space.nodes", 5),
        ("strategy.warmUpSteps", 60), ("strategy.weightStepsPerRound", 60), ("strategy.policyStepsPerRound", 10),
        ("sharedWeights.hidden", 32), ("sharedWeights.batchSize", 32),
            ("sharedWeights.sequenceLength", 20), ("sharedWeights.learningRate", 10), ("sharedWeights.decayStartEpoch", 4),
        ("policy.hidden", 32),
        ("reward.batchSize", 32), ("reward.sequenceLength", 20),
        ("budget.rounds", 6),
        ("derive.batchSize", 32),
        ("train.network.hidden", 32), ("train.network.sequenceLength", 20), ("train.epochs", 4),
    ];

    /// <inheritdoc />
    public string Kind => RnnCellSpace.Name;

    /// <inheritdoc />
    public Measure Measure => Measure.Perplexity;

    /// <inheritdoc />
    public string Task => "text";

    /// <inheritdoc />
    public string ScoredItems => "windows";

    /// <inheritdoc />
    public string LossItem => "token";

    /// <inheritdoc />
    public bool HasSharedWeights => true;

    /// <inheritdoc />
    public bool HasMixtures => true;

    /// <inheritdoc />
    public IReadOnlyList<ZeroCostProxy> Proxies => RecurrentProxies.Defined;

    /// <inheritdoc />
    /// <remarks>See <see cref="RecurrentCosts"/>.</remarks>
    public bool HasEqualCosts => true;

    /// <inheritdoc />
    public bool CanTrainChildren => true;

    /// <inheritdoc />
    public bool IsForFolders => true;

    /// <inheritdoc />
    public string DataWords => "the folder with the text files";

    /// <inheritdoc />
    public IReadOnlyList<Preset> Presets => RnnCellPresets.All;

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules => RnnCellRules.All;

    /// <inheritdoc />
    public IReadOnlyList<string> Dialects => RnnCellDialects.Names;

    /// <inheritdoc />
    /// <remarks>The official script's cell, which is not the one of the paper's table (docs/algorithms.md#tokens-and-dialects).</remarks>
    public IReadOnlyList<PublishedArchitecture> Published { get; } =
    [
        new("enas-rnn", RnnCellSpace.Name, "0 0 0 1 1 2 1 2 0 2 0 5 1 1 0 6 1 8 1 8 1 8 1", "melodyguan/enas, scripts/ptb_final.sh"),
    ];

    /// <inheritdoc />
    public SearchSpace? ReferenceSpace => new RnnCellSpace(new SpaceOptions
    {
        Kind = Kind,
        Nodes = 12,
        Activations = ActivationNames.All,
        FirstActivation = "sampled",
        Output = "loose-ends",
    });

    /// <inheritdoc />
    public IReadOnlyList<ReferenceArchitecture> References(SearchSpace space) => RnnReferences.Of((RnnCellSpace)space);

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options(TableContext context) => RnnCellRows.Of(context);

    /// <inheritdoc />
    public IReadOnlyList<SpaceTemplate> Templates(TableContext context) =>
    [
        new("quickstart", "A search on the built-in language: no files, 480 short steps.", s_quickstart),
        .. Presets.Select(preset => new SpaceTemplate($"ptb-{preset.Name}", $"A search on Penn Treebank. {preset.Description}",
            [("preset", preset.Name), ("data.kind", DataKindNames.Tokens), ("data.path", "data/ptb")])),
        new("ptb-spos", "A search on Penn Treebank: shared weights under all cells alike, then evolution on what they say.",
            [("preset", "small-2"), ("data.kind", DataKindNames.Tokens), ("data.path", "data/ptb"), ("strategy.kind", "spos")]),
    ];

    /// <inheritdoc />
    public SearchSpace Create(JobOptions job) => new RnnCellSpace(job.Space);

    /// <inheritdoc />
    public Architecture Parse(SearchSpace space, string dialect, string text) =>
        ((RnnCellSpace)space).FromCell(RnnCellDialects.Parse(dialect, text));

    /// <inheritdoc />
    public IArchitecturePicture PictureOf(SearchSpace space, Architecture architecture) =>
        CellPicture.Of((RnnCellSpace)space, architecture);

    /// <inheritdoc />
    public IArchitecturePicture PictureOfText(string dialect, string text) => CellPicture.Of(dialect, text);

    /// <inheritdoc />
    public UpdateSize? UpdateSizeOf(JobOptions job, bool isFinal) =>
        (isFinal ? job.Train.Network : job.SharedWeights) is { } network
            ? new("learningRate", network.LearningRate, network.ClipNorm) : null;

    /// <inheritdoc />
    public string? OnnxRefusalOf(JobOptions job) => null;

    /// <inheritdoc />
    public IReadOnlyList<KeyValuePair<string, string>> UseOf(JobOptions job) =>
    [
        new(NetworkTexts.Tokens, job.Data.Tokens),
        .. job.Data.Unknown.Word is { Length: > 0 } word
            ? [new(NetworkTexts.UnknownWord, word)] : Array.Empty<KeyValuePair<string, string>>(),
        new(NetworkTexts.BatchSize, job.Train.EvaluationBatchSize.ToString(CultureInfo.InvariantCulture)),
        new(NetworkTexts.SequenceLength, job.Train.Network.SequenceLength.ToString(CultureInfo.InvariantCulture)),
        new(NetworkTexts.BatchNorm, job.Train.Network.BatchNorm == "none" ? "none" : BatchNormPolicies.Batch),
    ];

    /// <inheritdoc />
    public byte[] ToOnnx(OnnxRequest request) => OnnxRecurrentNetwork.Of(
        (RnnCellSpace)request.Space, request.Architecture, request.Job.Train.Network, request.Tensors, request.Prefix, request.Metadata);
}
