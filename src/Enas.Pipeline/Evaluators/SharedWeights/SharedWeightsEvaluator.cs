using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluators.SharedWeights;

/// <summary>Evaluates with the shared weights as they are at the moment, dropout off. Changes nothing.</summary>
/// <param name="isCommon">Whether all samples of one policy step see the same windows or images.</param>
/// <param name="costs">What a reward costs; null where that is not counted.</param>
/// <param name="scoreCosts">What a score costs where its norm has other statistics than a reward's; else null.</param>
internal sealed class SharedWeightsEvaluator(
    ISharedWeights weights, bool isCommon, ICostModel? costs = null, ICostModel? scoreCosts = null) : IEvaluator
{
    /// <inheritdoc />
    public bool IsFinal => false;

    /// <inheritdoc />
    public Evaluated Evaluate(Architecture architecture, long step, int ordinal) =>
        Of(architecture, weights.Evaluate(architecture, step, isCommon ? 0 : ordinal), costs, 1);

    /// <inheritdoc />
    public Evaluated Score(Architecture architecture) =>
        Of(architecture, [weights.ScoreValidation(architecture)], scoreCosts ?? costs, weights.ScoreCount);

    /// <inheritdoc />
    public Evaluated ScorePart(Architecture architecture, int items) =>
        Of(architecture, [weights.ScorePart(architecture, items)], scoreCosts ?? costs, weights.ScoreCount);

    // Each set of weights is prepared by itself, where a score has to be.
    private static Evaluated Of(Architecture architecture, IReadOnlyList<WindowLoss> windows, ICostModel? costs, int checkpoints) =>
        Evaluated.Of(windows) with
        {
            Cost = costs is null ? null : new(costs.CountsOf(architecture),
                checkpoints * costs.OfEvaluation(architecture, windows.Sum(window => (long)window.TokenCount) / checkpoints)),
            Checkpoints = checkpoints,
        };
}
