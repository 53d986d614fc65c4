using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Extension.Tests.Tally;

/// <summary>An evaluator of one's own, which every space offers that lets its jobs choose one: it needs nothing but the
/// architecture.</summary>
public sealed class TallyKind : IEvaluatorKind
{
    public string Name => "tally";

    public string Summary => "the share of its decisions that are the wanted one";

    public IReadOnlyList<JobOption> Options =>
        [OptionRow.Integer("evaluator.wanted", 0, 9, 1, "tally: the option that is counted.", JobFactScope.Search).AsOwn()];

    public bool WorksAlone => false;

    public bool NeedsData => false;

    public void RequirePossible(JobOptions job)
    {
        if (!SpaceCatalog.Create(job).Decisions.Any(decision => decision.OptionCount > job.Own.Integer("evaluator.wanted")))
        {
            throw new BadInputException("evaluator.wanted: no decision has so many options");
        }
    }

    public EvaluatorWords WordsOf(EvaluatorSubject subject) => new()
    {
        RewardedBy = "as it was counted",
        Untrainable = "its architectures are counted, and none is trained",
    };

    public IEvaluator Create(EvaluatorParts parts) => new TallyEvaluator(parts.Measure, parts.Job.Own.Integer("evaluator.wanted"));
}
