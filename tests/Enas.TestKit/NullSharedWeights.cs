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
/// <param name="space">
/// The space, for mixtures: an option is worth what the architecture is that takes it and the first option of every other choice.
/// </param>
internal sealed class NullSharedWeights(
    Func<Architecture, double> meanLoss, Func<Architecture, int, double>? partLoss = null, SearchSpace? space = null)
    : IMixtureWeights
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

    /// <summary>Orders of the gradients that were asked for, with the weight steps that second ones unroll from; in order.</summary>
    public List<long?> Unrolled { get; } = [];

    public WeightStepResult TrainMixture(Mixture mixture, long step, long weightStep)
    {
        var loss = LossOf(mixture);
        return new WeightStepResult(loss, 0.5, 1, TokensPerWindow, loss);
    }

    public MixtureGradient MeasureGradient(Mixture mixture, long step, long? unrolled)
    {
        Unrolled.Add(unrolled);
        return new(new WindowLoss(TokensPerWindow, TokensPerWindow * LossOf(mixture)),
            [.. mixture.Weights.Zip(OptionLosses(), (weight, loss) => mixture.Path is null || weight > 0 ? (float)loss : 0)])
        {
            UnrolledItems = unrolled is null ? 0 : 3 * TokensPerWindow,
        };
    }

    private double LossOf(Mixture mixture) => mixture.Weights.Zip(OptionLosses(), (weight, loss) => weight * loss).Sum()
        / space!.Relaxation.Choices.Count;

    private IEnumerable<double> OptionLosses()
    {
        var relaxation = space!.Relaxation;
        return relaxation.Choices.SelectMany((choice, number) => Enumerable.Range(0, choice.OptionCount).Select(option =>
        {
            var options = new int[relaxation.Choices.Count];
            options[number] = option;
            return meanLoss(relaxation.ArchitectureOf(options));
        }));
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
