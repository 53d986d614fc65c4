using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.Rows;

namespace Enas.Extension.Tests.Staircase;

/// <summary>A space that says itself what its architectures are worth.</summary>
public sealed class StaircaseModule : IEvaluatedSpace
{
    public const string Name = "staircase";

    public string Kind => Name;

    public Measure Measure => Measure.Accuracy;

    public IReadOnlyList<Preset> Presets { get; } =
        [new("short", "Five steps.",
            [PresetValue.Of("space.nodes", 5), PresetValue.Of("budget.evaluations", 12), PresetValue.Of("derive.candidates", 3)])];

    public IReadOnlyList<JobRule> Rules =>
        [new(["evaluator.ceiling"], job =>
            job.Own.Number("evaluator.ceiling") > job.Space.Nodes ? "= is above the number of steps" : null)];

    public IReadOnlyList<JobOption> Options(TableContext context) => EvaluationRows.Of(
        context,
        data: [],
        own:
        [
            OptionRow.Integer("space.nodes", 1, 12, 5, "Steps of the stairs.", JobFactScope.Search),
            OptionRow.Number("evaluator.ceiling", "0", "12", 4, "Stairs above this height hit the ceiling.", JobFactScope.Search).AsOwn(),
        ]);

    public SearchSpace Create(JobOptions job) => new StaircaseSpace(job.Space.Nodes);

    public SearchSpace OfText(string text) => new StaircaseSpace(text.Split('-').Length);

    public IEvaluator CreateEvaluator(JobOptions job) => new StaircaseEvaluator(job.Own.Number("evaluator.ceiling"));
}
