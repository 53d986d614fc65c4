using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators.Child;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluators.Outside;

/// <summary>Somebody outside of Enas says what an architecture is worth, who has the data and knows what it costs.</summary>
internal abstract class OutsideKind : IEvaluatorKind
{
    private const string Unproven =
        "What was said of architectures outside of Enas was taken as recorded: it is a function of nothing that is here";

    /// <inheritdoc />
    public abstract string Name { get; }

    /// <inheritdoc />
    public abstract string Summary { get; }

    /// <inheritdoc />
    public EvaluationMeans Needs => EvaluationMeans.Outside;

    /// <inheritdoc />
    public bool TrainsAlone => true;

    /// <inheritdoc />
    public bool NeedsData => false;

    /// <inheritdoc />
    public virtual bool RunsProgram => false;

    /// <inheritdoc />
    public virtual bool AwaitsValues => false;

    /// <inheritdoc />
    public virtual void RequirePossible(JobOptions job)
    {
    }

    /// <inheritdoc />
    public virtual EvaluatorWords WordsOf(EvaluatorSubject subject) => new()
    {
        InSteps = "in which architectures are evaluated outside of Enas",
        Untrainable = "the architectures are evaluated outside of Enas, which has no network of theirs",
        Unprovable = "its architectures are evaluated outside of Enas, which does not know what that costs",
        Uncounted = "architectures are evaluated outside of Enas, which does not see that work",
        Untimed = "that of so many evaluations outside of Enas",
        Memory = "what the programs take",
        NotAhead = "the architectures are evaluated outside of Enas; evaluator.atOnce says how many programs run at once",
        WithoutRates = "Architectures are evaluated outside of Enas, which sees no learning rate.",
        Given = "what was said of architectures outside of Enas",
        NotShown = Unproven,
        UnprovenChildren = Unproven,
        NothingChosen = "nothing is chosen: no evaluation of a candidate gave a value",
        CauseOfNoValue = "evaluations that failed: 'enas sql SEARCH \"SELECT architecture, failure FROM rewards\"' says why",
    };

    /// <inheritdoc />
    public IEvaluator Create(EvaluatorParts parts) => ChildKind.Of(parts.Job, parts.Measure);

    /// <inheritdoc />
    public IEvaluator CreateRecorded(JobOptions job, Measure measure) => ChildKind.Of(job, measure);
}
