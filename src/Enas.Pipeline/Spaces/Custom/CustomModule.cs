using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Outside;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>A space that a job describes, whose architectures a program evaluates, or whoever asks for them.</summary>
internal sealed class CustomModule : ISpaceModule
{
    /// <inheritdoc />
    public string Kind => CustomSpace.Name;

    /// <inheritdoc />
    public Measure Measure => Measure.Accuracy;

    /// <inheritdoc />
    public string Task => OutsideModule.Program;

    /// <inheritdoc />
    public bool HasSharedWeights => false;

    /// <inheritdoc />
    public bool CanTrainChildren => true;

    /// <inheritdoc />
    public bool HasSaidCosts => true;

    /// <inheritdoc />
    public string DataWords => "nothing: the program has the data";

    /// <inheritdoc />
    public IReadOnlyList<Preset> Presets => OutsideRows.Presets;

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules => CustomRules.All;

    /// <inheritdoc />
    public bool CanBeSearchedBy(IStrategyKind strategy) => OutsideModule.CanBeSearched(strategy);

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job) => OutsideRows.WarningsOf(job);

    /// <inheritdoc />
    public Measure MeasureOf(JobOptions job) => OutsideModule.Measured(job);

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options(TableContext context) => CustomRows.Of(context);

    /// <inheritdoc />
    public IReadOnlyList<SpaceTemplate> Templates(TableContext context) =>
    [
        new(CustomSpace.Name, "A space of one's own, whose architectures a program of one's own evaluates.",
        [
            ("preset", "small"), ("space.kind", Kind), ("space.decisions", new JsonText(CustomRows.Example)),
            ("strategy.kind", "evolution"), ("evaluator.command", (string[])["python3", "train.py"]),
        ]),
    ];

    /// <inheritdoc />
    public SearchSpace Create(JobOptions job) => SpaceOf(job);

    /// <summary>The space of a job.</summary>
    internal static CustomSpace SpaceOf(JobOptions job) => new(CustomForm.Of(job.Own.Json("space.decisions")));
}
