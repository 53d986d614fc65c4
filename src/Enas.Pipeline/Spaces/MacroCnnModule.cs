using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Spaces;

/// <summary>Whole convolutional networks, trained on images.</summary>
public sealed class MacroCnnModule : ISpaceModule
{
    /// <inheritdoc />
    public string Kind => SpaceKinds.MacroCnn;

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
    public IReadOnlyList<Preset> Presets => Jobs.Presets.MacroNetworks;

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules => [];

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options(IStrategyKind strategy) => JobSchema.ImageOptions(Kind, strategy);

    /// <inheritdoc />
    public SearchSpace Create(SpaceOptions options) => new MacroCnnSpace(options.Layers, [.. options.Operations.Select(OperationNames.ParseMacro)]);
}
