using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Spaces.Images;

/// <summary>What the spaces of convolutional networks have in common.</summary>
internal abstract class ImageSpaceModule : ISpaceModule
{
    /// <inheritdoc />
    public abstract string Kind { get; }

    /// <inheritdoc />
    public Measure Measure => Measure.Accuracy;

    /// <inheritdoc />
    public string Task => "images";

    /// <inheritdoc />
    public virtual IReadOnlyList<string> DataKinds => [];

    /// <inheritdoc />
    public string ScoredItems => "images";

    /// <inheritdoc />
    public string LossItem => "image";

    /// <inheritdoc />
    public bool ScoresWholeBatches => true;

    /// <inheritdoc />
    public bool HasSharedWeights => true;

    /// <inheritdoc />
    public bool HasMixtures => true;

    /// <inheritdoc />
    public bool CanTrainChildren => true;

    /// <inheritdoc />
    public virtual bool IsForFolders => false;

    /// <inheritdoc />
    public IReadOnlyList<ZeroCostProxy> Proxies => ZeroCostProxy.All;

    /// <inheritdoc />
    public string DataWords => "the folder with the images";

    /// <inheritdoc />
    public abstract IReadOnlyList<Preset> Presets { get; }

    /// <inheritdoc />
    public virtual IReadOnlyList<JobRule> Rules => ImageRules.All;

    /// <inheritdoc />
    public abstract IEnumerable<string> PolicyWarningsOf(JobOptions job);

    /// <inheritdoc />
    public abstract IReadOnlyList<PublishedArchitecture> Published { get; }

    /// <inheritdoc />
    public abstract SearchSpace? ReferenceSpace { get; }

    /// <inheritdoc />
    public abstract IReadOnlyList<ReferenceArchitecture> References(SearchSpace space);

    /// <inheritdoc />
    public abstract IReadOnlyList<string> Dialects { get; }

    /// <summary>What the names of its templates begin with.</summary>
    protected abstract string TemplateName { get; }

    /// <inheritdoc />
    public abstract IReadOnlyList<JobOption> Options(TableContext context);

    /// <inheritdoc />
    public abstract SearchSpace Create(JobOptions job);

    /// <inheritdoc />
    public abstract bool Recognises(string dialect, string text);

    /// <inheritdoc />
    public abstract Architecture Parse(SearchSpace space, string dialect, string text);

    /// <inheritdoc />
    public IReadOnlyList<SpaceTemplate> Templates(TableContext context) =>
    [
        .. Presets.Select(preset => new SpaceTemplate($"{TemplateName}-{preset.Name}", $"A search on CIFAR-10. {preset.Description}",
            [("preset", preset.Name), ("data.kind", DataKindNames.Images), ("data.path", "data/cifar10"), ("space.kind", Kind)])),
        .. Presets.Where(preset => preset.Name == "small-2").Select(preset => new SpaceTemplate($"{TemplateName}-spos",
            "A search on CIFAR-10: shared weights under all architectures alike, then evolution on what they say.",
            [("preset", preset.Name), ("data.kind", DataKindNames.Images), ("data.path", "data/cifar10"), ("space.kind", Kind),
                ("strategy.kind", "spos")])),
    ];

    /// <inheritdoc />
    public UpdateSize? UpdateSizeOf(JobOptions job, bool isFinal) =>
        (isFinal ? job.Train.ImageNetwork : job.ImageWeights) is { } network
            ? new("learningRateMaximum", network.LearningRateMaximum, network.ClipNorm) : null;

    /// <inheritdoc />
    public string? OnnxRefusalOf(JobOptions job) => OnnxModels.RefusalOf(job.Train.ImageNetwork!);

    /// <inheritdoc />
    public IReadOnlyList<KeyValuePair<string, string>> UseOf(JobOptions job) =>
    [
        new(NetworkTexts.Input, ImageInputs.Standardised),
        new(NetworkTexts.Layout, ImageLayoutOptions.Of(job.Data.Images!).ToJson()),
        new(NetworkTexts.BatchSize, job.Train.EvaluationBatchSize.ToString(CultureInfo.InvariantCulture)),
        new(NetworkTexts.BatchNorm, job.Train.ImageNetwork!.BatchNorm),
    ];

    /// <inheritdoc />
    public byte[] ToOnnx(OnnxRequest request) => OnnxModels.Images(
        request.Space, request.Architecture, request.Job.Train.ImageNetwork!, request.Shape(), request.Tensors, request.Prefix,
        request.Metadata, request.Normalisation);
}
