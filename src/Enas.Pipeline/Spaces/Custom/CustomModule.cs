using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>A space that a job describes, whose architectures a program evaluates, or whoever asks for them.</summary>
internal sealed class CustomModule : ISpaceModule
{
    /// <summary>The task of such a space: its programs have the data.</summary>
    public const string Program = "program";

    /// <inheritdoc />
    public string Kind => CustomSpace.Name;

    /// <inheritdoc />
    public Measure Measure => Measure.Accuracy;

    /// <inheritdoc />
    public string Task => Program;

    /// <inheritdoc />
    public bool HasSharedWeights => false;

    /// <inheritdoc />
    public bool CanTrainChildren => true;

    /// <inheritdoc />
    public string DataWords => "nothing: the program has the data";

    /// <inheritdoc />
    public IReadOnlyList<Preset> Presets => CustomRows.Presets;

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules => CustomRules.All;

    /// <inheritdoc />
    /// <remarks>What MnasNet's reward needs beside the measure is known of networks alone.</remarks>
    public bool CanBeSearchedBy(IStrategyKind strategy) => !strategy.LooksAtCosts
        && (strategy.Needs & (StrategyNeeds.SharedWeights | StrategyNeeds.Mixtures)) == StrategyNeeds.None;

    /// <inheritdoc />
    public Measure MeasureOf(JobOptions job) => Measure.Custom(
        job.Evaluator.Measure, job.Evaluator.IsLowerBetter ? MeasureDirection.Lower : MeasureDirection.Higher, job.Evaluator.Worst);

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
    public SearchSpace Create(JobOptions job) => new CustomSpace(CustomForm.Of(job.Own.Json("space.decisions")));
}
