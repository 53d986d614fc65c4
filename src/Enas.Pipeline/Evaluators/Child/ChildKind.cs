using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluators.Child;

/// <summary>A training of each architecture alone.</summary>
internal sealed class ChildKind : IEvaluatorKind
{
    /// <inheritdoc />
    public string Name => EvaluatorOptions.Child;

    /// <inheritdoc />
    public string Summary => "each architecture is trained alone";

    /// <inheritdoc />
    public EvaluationMeans Needs => EvaluationMeans.Children;

    /// <inheritdoc />
    public bool TrainsAlone => true;

    /// <inheritdoc />
    public EvaluatorWords WordsOf(EvaluatorSubject subject) => new()
    {
        RewardedBy = "trained alone",
        RandomOnes = "on the whole validation set",
        Rewards = "measured on the validation set, after a training of the architecture alone",
        InSteps = "in which architectures are trained alone",
        Untimed = "that of so many trainings of one epoch each, whose length is known once the data is there",
        Given = "what the trainings of architectures came to",
        NotShown = new EvaluatorWords().UnprovenChildren,
        WithoutRates = "Each architecture is trained alone: the log of its training has the rates.",
    };

    /// <inheritdoc />
    public IEvaluator Create(EvaluatorParts parts) => Of(parts.Job, parts.Measure);

    /// <inheritdoc />
    public IEvaluator CreateRecorded(JobOptions job, Measure measure) => Of(job, measure);

    /// <summary>The evaluator of whatever is made a child first, by whom ever.</summary>
    public static ChildEvaluator Of(JobOptions job, Measure measure) => new(new ChildPlan(job, measure));
}
