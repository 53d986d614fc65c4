using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Evaluation;

/// <summary>Stands where the evaluator would be while the policy alone is derived again: the log answers in its place, so it
/// is never asked.</summary>
/// <param name="isFinal">As the evaluator of the recorded search.</param>
internal sealed class RecordedEvaluator(bool isFinal) : IEvaluator
{
    private const string NeverAsked = "the policy is derived from the log alone; nothing is evaluated";

    /// <inheritdoc />
    public bool IsFinal => isFinal;

    /// <inheritdoc />
    public Evaluated Evaluate(Architecture architecture, long step, int ordinal) => throw new InvalidOperationException(NeverAsked);

    /// <inheritdoc />
    public Evaluated Score(Architecture architecture) => throw new InvalidOperationException(NeverAsked);
}
