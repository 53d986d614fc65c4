using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>Evaluates with the shared weights as they are at the moment, dropout off. Changes nothing.</summary>
/// <param name="weights">The weights.</param>
/// <param name="isCommon">Whether all samples of one policy step see the same windows or images.</param>
/// <param name="costs">What it costs; null where that is not counted.</param>
public sealed class SharedWeightsEvaluator(ISharedWeights weights, bool isCommon, ICostModel? costs = null) : IEvaluator
{
    /// <inheritdoc />
    public bool IsFinal => false;

    /// <inheritdoc />
    public Evaluated Evaluate(Architecture architecture, long step, int ordinal) =>
        Of(architecture, weights.Evaluate(architecture, step, isCommon ? 0 : ordinal));

    /// <inheritdoc />
    public Evaluated Score(Architecture architecture) => Of(architecture, [weights.ScoreValidation(architecture)]);

    /// <inheritdoc />
    public Evaluated ScorePart(Architecture architecture, int items) => Of(architecture, [weights.ScorePart(architecture, items)]);

    private Evaluated Of(Architecture architecture, IReadOnlyList<WindowLoss> windows) => Evaluated.Of(windows) with
    {
        Cost = costs?.Evaluation(architecture, windows.Sum(window => (long)window.TokenCount)),
    };
}
