using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;

namespace Enas.Pipeline.Evaluators.Child;

/// <summary>
/// An architecture is worth what its training alone came to. The training is a request and a fact of its own, so nothing is left to be
/// evaluated here, and replays of the policy ask the same.
/// </summary>
/// <param name="plan">Which training.</param>
internal sealed class ChildEvaluator(ChildPlan plan) : IEvaluator
{
    private const string NeverAsked = "an architecture that is trained alone is worth what its training came to; nothing else is evaluated";

    /// <inheritdoc />
    public bool IsFinal => true;

    /// <inheritdoc />
    public ChildPlan Children => plan;

    /// <inheritdoc />
    public Evaluated Evaluate(Architecture architecture, long step, int ordinal) => throw new InvalidOperationException(NeverAsked);

    /// <inheritdoc />
    public Evaluated Score(Architecture architecture) => throw new InvalidOperationException(NeverAsked);
}
