using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps;

namespace Enas.Pipeline.Tests.Strategies.Contract;

/// <summary>A value without a pattern for each architecture, and an account of who was asked for.</summary>
/// <param name="fails">Architectures that cannot be evaluated; null for none.</param>
internal sealed class ContractEvaluator(Func<Architecture, bool>? fails = null) : IEvaluator
{
    /// <summary>Architectures evaluated for a reward, in order.</summary>
    public List<string> Asked { get; } = [];

    public bool IsFinal => true;

    /// <summary>A loss for searches with shared weights, of the same kind.</summary>
    public static double Loss(Architecture architecture) => 2 - ValueOf(architecture);

    public Evaluated Evaluate(Architecture architecture, long step, int ordinal)
    {
        Asked.Add(architecture.Tokens);
        return Score(architecture);
    }

    public Evaluated Score(Architecture architecture) => new(Measured(architecture, 1), []);

    public Measurement? Test(Architecture architecture) => Measured(architecture, 0.9);

    private Measurement Measured(Architecture architecture, double factor) => fails?.Invoke(architecture) == true
        ? throw new NonFiniteStepException("diverged", $"{architecture} diverged")
        : new(Measure.Accuracy, factor * ValueOf(architecture));

    private static double ValueOf(Architecture architecture) =>
        0.5 + (0.4 * Math.Sin(architecture.Values.Select((value, i) => (value + 1.0) * (i + 2) * (i + 3)).Sum()));
}
