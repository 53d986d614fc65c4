using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Replay;

/// <summary>
/// Stands where the shared weights would be while the policy alone is derived again: the log answers in its place, so it is never asked,
/// and it has nothing to keep.
/// </summary>
internal sealed class RecordedSharedWeights : IMixtureWeights
{
    private const string NeverAsked = "the policy is derived from the log alone; shared weights are not computed";

    /// <inheritdoc />
    public WeightStepResult Train(Architecture architecture, long step, long weightStep) => throw new InvalidOperationException(NeverAsked);

    /// <inheritdoc />
    public WeightStepResult TrainMixture(Mixture mixture, long step, long weightStep) => throw new InvalidOperationException(NeverAsked);

    /// <inheritdoc />
    public MixtureGradient MeasureGradient(Mixture mixture, long step, long? unrolled) => throw new InvalidOperationException(NeverAsked);

    /// <inheritdoc />
    public IReadOnlyList<WindowLoss> Evaluate(Architecture architecture, long step, int ordinal) =>
        throw new InvalidOperationException(NeverAsked);

    /// <inheritdoc />
    public WindowLoss ScoreValidation(Architecture architecture) => throw new InvalidOperationException(NeverAsked);

    /// <inheritdoc />
    public WindowLoss ScorePart(Architecture architecture, int items) => throw new InvalidOperationException(NeverAsked);

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => [];

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
