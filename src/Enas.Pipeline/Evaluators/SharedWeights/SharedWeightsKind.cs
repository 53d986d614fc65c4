using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluators.SharedWeights;

/// <summary>Weights that a search trains and all architectures share.</summary>
internal sealed class SharedWeightsKind : IEvaluatorKind
{
    /// <inheritdoc />
    public string Name => EvaluatorOptions.SharedWeights;

    /// <inheritdoc />
    public string Summary => "weights that all architectures share";

    /// <inheritdoc />
    public EvaluationMeans Needs => EvaluationMeans.SharedWeights;

    /// <inheritdoc />
    public EvaluatorWords WordsOf(EvaluatorSubject subject) => new()
    {
        RewardedBy = $"with the shared weights on the {subject.ScoredItems} of its reward",
        ScoredWith = " with the shared weights",
        Scores = "shared",
        RandomOnes = "on the whole validation set",
        Rewards = "measured on parts of the validation set",
        FailedSteps = "steps, because a loss, a gradient or a reward was not finite; they changed nothing",
    };

    /// <inheritdoc />
    public IEvaluator Create(EvaluatorParts parts) =>
        new SharedWeightsEvaluator(parts.Weights!, parts.Job.Reward.CommonWindows, parts.Costs, parts.ScoreCosts);
}
