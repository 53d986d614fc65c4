using Enas.Pipeline.Architectures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>Evaluates with the shared weights as they are at the moment, dropout off. Changes nothing.</summary>
/// <param name="weights">The weights.</param>
/// <param name="isCommon">Whether all samples of one policy step see the same windows or images.</param>
public sealed class SharedWeightsEvaluator(ISharedWeights weights, bool isCommon) : IEvaluator
{
    /// <inheritdoc />
    public bool IsFinal => false;

    /// <inheritdoc />
    public Evaluated Evaluate(Architecture architecture, long step, int ordinal) =>
        Evaluated.Of(weights.Evaluate(architecture, step, isCommon ? 0 : ordinal));

    /// <inheritdoc />
    public Evaluated Score(Architecture architecture) => Evaluated.Of([weights.ScoreValidation(architecture)]);
}
