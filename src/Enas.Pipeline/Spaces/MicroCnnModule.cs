using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Spaces;

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
    public IReadOnlyList<JobRule> Rules => [];

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options(IStrategyKind strategy) => JobSchema.ImageOptions(Kind, strategy);

    /// <inheritdoc />
    public SearchSpace Create(SpaceOptions options) => new MicroCnnSpace(options.Nodes, [.. options.Operations.Select(OperationNames.ParseMicro)]);
}
