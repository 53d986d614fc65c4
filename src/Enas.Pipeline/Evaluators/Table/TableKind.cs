using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluators.Table;

/// <summary>A table of measured results, in which architectures are looked up.</summary>
internal sealed class TableKind : IEvaluatorKind
{
    /// <inheritdoc />
    public string Name => EvaluatorOptions.Table;

    /// <inheritdoc />
    public string Summary => "what the CSV file says of an architecture";

    /// <inheritdoc />
    public EvaluationMeans Needs => EvaluationMeans.Table;

    /// <inheritdoc />
    public bool WorksAlone => false;

    /// <inheritdoc />
    public EvaluatorWords WordsOf(EvaluatorSubject subject) => new()
    {
        RewardedBy = "as the table has it",
        RandomOnes = "as the table has them",
        Rewards = "looked up in the table",
        FailedSteps = "evaluations; the events step-failed say why, such as an architecture that is not in the table",
        Untrainable = $"the architectures of {subject.Job.Space.Kind} are looked up, and none is trained",
        Unprovable = $"{subject.Job.Space.Kind} has none: values of a table cost nothing",
        Uncounted = "architectures are looked up in a table, and nothing is trained",
        Untimed = "not known before the table is there; most searches of a table take seconds",
        CauseOfNoValue = "an evaluation that gives no finite value",
        Given = "the values that the table had",
        NotShown = "The table was not read: that it has these values is shown by --mode full",
    };

    /// <inheritdoc />
    public IEvaluator Create(EvaluatorParts parts) => TableEvaluator.Of(parts.Results!, parts.Job, parts.Measure);
}
