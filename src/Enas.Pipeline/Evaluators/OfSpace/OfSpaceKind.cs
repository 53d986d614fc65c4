using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluators.OfSpace;

/// <summary>The space itself says what its architectures are worth.</summary>
internal sealed class OfSpaceKind : IEvaluatorKind
{
    /// <inheritdoc />
    public string Name => EvaluatorOptions.OfSpace;

    /// <inheritdoc />
    public string Summary => "the space says itself what an architecture is worth";

    /// <inheritdoc />
    public EvaluationMeans Needs => EvaluationMeans.Space;

    /// <inheritdoc />
    public bool WorksAlone => false;

    /// <inheritdoc />
    public bool NeedsData => false;

    /// <inheritdoc />
    public EvaluatorWords WordsOf(EvaluatorSubject subject) => new()
    {
        RewardedBy = "as the space says",
        RandomOnes = "as the space says",
        Rewards = "what the space says of each",
        Untrainable = $"the space {subject.Job.Space.Kind} says itself what its architectures are worth, and none is trained",
        Unprovable = $"{subject.Job.Space.Kind} has none: the space says itself what its architectures are worth",
        Uncounted = "the space says itself what its architectures are worth, and nothing is trained",
        Untimed = "not known: the space evaluates its architectures itself",
        CauseOfNoValue = "an evaluation that gives no finite value",
        Given = "the values that the space said",
        NotShown = "The space was not asked again: that it says these values is shown by --mode full",
    };

    /// <inheritdoc />
    public IEvaluator Create(EvaluatorParts parts) => parts.OfSpace!;
}
