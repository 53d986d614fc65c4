using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluators;

/// <summary>All that others must know of who says what an architecture is worth, listed once, in the catalog of evaluators.</summary>
public interface IEvaluatorKind
{
    /// <summary>Its name in job files and facts, as <c>evaluator.kind</c> has it: <c>child</c>.</summary>
    string Name { get; }

    /// <summary>It in a few words: <c>each architecture is trained alone</c>.</summary>
    string Summary { get; }

    /// <summary>What it cannot do without. A space that has it under a strategy offers the evaluator to its jobs.</summary>
    EvaluationMeans Needs => EvaluationMeans.None;

    /// <summary>Its own rows of the table of options, under <c>evaluator</c>.</summary>
    IReadOnlyList<JobOption> Options => [];

    /// <summary>Whether values are those of weights that a search trains and all architectures share; else a value is the architecture's
    /// own. As the next ones it follows from <see cref="Needs"/> and other answers, and nobody says it beside them.</summary>
    sealed bool SharesWeights => Needs.HasFlag(EvaluationMeans.SharedWeights);

    /// <summary>Whether an evaluation is work on that architecture alone, in the place of shared weights: a training, a run of a program, a
    /// look at its network. A value that is looked up is none.</summary>
    bool WorksAlone => !SharesWeights;

    /// <summary>Whether each architecture is first made a child, trained alone here or elsewhere, and is worth what that came to.</summary>
    bool TrainsAlone => false;

    /// <summary>Whether these children are made by others than Enas, which has no network of them: by a program, or by whoever
    /// asks.</summary>
    sealed bool TrainsElsewhere => RunsProgram || AwaitsValues;

    /// <summary>Whether a job has data that Enas reads.</summary>
    bool NeedsData => true;

    /// <summary>Whether values are taken on the validation set of the data.</summary>
    bool ScoresOnValidation => NeedsData;

    /// <summary>Whether it asks what zero-cost proxies say of networks.</summary>
    sealed bool AsksProxies => Needs.HasFlag(EvaluationMeans.Proxies);

    /// <summary>Whether whoever evaluates an architecture says with its value what it costs, which nobody knows before.</summary>
    sealed bool SaysCosts => Needs.HasFlag(EvaluationMeans.Outside);

    /// <summary>Whether it starts the program that a job names, which a worker has to be allowed to.</summary>
    bool RunsProgram => false;

    /// <summary>Whether a search waits until somebody tells it the value of an architecture.</summary>
    bool AwaitsValues => false;

    /// <summary>What the rewards and scores of a job are in.</summary>
    /// <param name="job">The job with every default filled in.</param>
    /// <param name="ofSpace">What the space's architectures are judged by.</param>
    Measure MeasureOf(JobOptions job, Measure ofSpace) => ofSpace;

    /// <summary>The rule by which a job chooses among what was evaluated.</summary>
    string RuleOf(JobOptions job) => job.Derive.Rule;

    /// <summary>Refuses a job that cannot be evaluated here, before anything is made.</summary>
    /// <exception cref="NotFoundException">What it needs is not there.</exception>
    /// <exception cref="BadInputException">It is there and is not what it should be.</exception>
    void RequirePossible(JobOptions job)
    {
    }

    /// <summary>What is said of it wherever a person reads about a search.</summary>
    /// <param name="subject">The job.</param>
    EvaluatorWords WordsOf(EvaluatorSubject subject) => new();

    /// <summary>Makes the evaluator.</summary>
    IEvaluator Create(EvaluatorParts parts);

    /// <summary>What stands in its place where the log answers instead: for a replay of the policy.</summary>
    /// <param name="job">The job with every default filled in.</param>
    /// <param name="measure">What the space's architectures are judged by.</param>
    IEvaluator CreateRecorded(JobOptions job, Measure measure) => new RecordedEvaluator(isFinal: !SharesWeights);
}
