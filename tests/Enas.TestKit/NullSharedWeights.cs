using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;

namespace Enas.TestKit;

/// <summary>
/// The null backend of a search: no arithmetic, a scripted loss per architecture. Drives the pipeline, the policy and the log without data.
/// </summary>
/// <param name="meanLoss">Mean cross-entropy in nats that an architecture has on any window.</param>
/// <param name="partLoss">The same on a part of the validation set of so many items; that of the whole where it is left out.</param>
public sealed class NullSharedWeights(Func<Architecture, double> meanLoss, Func<Architecture, int, double>? partLoss = null)
    : ISharedWeights
{
    private const int TokensPerWindow = 100;

    /// <summary>Architectures trained, in order.</summary>
    public List<string> Trained { get; } = [];

    /// <summary>The steps whose data rewards were measured on, in order.</summary>
    public List<long> EvaluatedOn { get; } = [];

    public WeightStepResult Train(Architecture architecture, long step, long weightStep)
    {
        Trained.Add(architecture.Tokens);
        if (!double.IsFinite(meanLoss(architecture)))
        {
            throw new NonFiniteStepException("loss-not-finite", "scripted");
        }

        return new WeightStepResult(meanLoss(architecture), 0.5, 1, TokensPerWindow, meanLoss(architecture));
    }

    public IReadOnlyList<WindowLoss> Evaluate(Architecture architecture, long step, int ordinal)
    {
        EvaluatedOn.Add(step);
        return [new WindowLoss(TokensPerWindow, TokensPerWindow * meanLoss(architecture))];
    }

    public WindowLoss ScoreValidation(Architecture architecture) => new(TokensPerWindow, TokensPerWindow * meanLoss(architecture));

    public WindowLoss ScorePart(Architecture architecture, int items) =>
        new(items, items * (partLoss?.Invoke(architecture, items) ?? meanLoss(architecture)));

    public IReadOnlyList<ICheckpointed> Sections => [];

    public void Dispose()
    {
    }
}
