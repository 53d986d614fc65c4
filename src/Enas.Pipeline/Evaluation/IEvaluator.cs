using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Evaluation;

/// <summary>Says what an architecture is worth. Everything that it does is a function of its own state and of the numbers
/// in the call.</summary>
public interface IEvaluator
{
    /// <summary>
    /// Whether a value is the architecture's own, the same whenever it is asked for. Then a repeated architecture is answered from the log,
    /// and a search chooses the best that it has seen; with shared weights, which change, candidates are scored again at the end.
    /// </summary>
    bool IsFinal { get; }

    /// <summary>Which training an architecture gets before it can be evaluated: what that came to is then known. Null where none is
    /// needed.</summary>
    ChildPlan? Children => null;

    /// <summary>Evaluates a sampled architecture for its reward.</summary>
    /// <param name="architecture">An architecture of the space of the job.</param>
    /// <param name="step">The search step.</param>
    /// <param name="ordinal">Number of the sample within the step.</param>
    /// <exception cref="Steps.NonFiniteStepException">It cannot be evaluated; the step fails as a recorded fact.</exception>
    Evaluated Evaluate(Architecture architecture, long step, int ordinal);

    /// <summary>Evaluates a candidate as well as it can: on the whole validation set.</summary>
    Evaluated Score(Architecture architecture);

    /// <summary>Evaluates a candidate on a part of the validation set, the same for every candidate; on the whole set where it knows
    /// no parts.</summary>
    /// <param name="architecture">The candidate.</param>
    /// <param name="items">Images or windows of the part.</param>
    Evaluated ScorePart(Architecture architecture, int items) => Score(architecture);

    /// <summary>What the test set says of the chosen architecture, asked once, after the choice; null where only a final
    /// training can tell.</summary>
    Measurement? Test(Architecture architecture) => null;
}
