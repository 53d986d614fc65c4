using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Spaces;

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
}
