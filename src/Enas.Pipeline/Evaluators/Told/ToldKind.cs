using Enas.Pipeline.Evaluators.Outside;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluators.Told;

/// <summary>Whoever asks for an architecture says what it is worth.</summary>
internal sealed class ToldKind : OutsideKind
{
    /// <inheritdoc />
    public override string Name => EvaluatorOptions.Told;

    /// <inheritdoc />
    public override string Summary => "whoever asks for one says what it is worth (enas ask, enas tell)";

    /// <inheritdoc />
    public override bool AwaitsValues => true;

    /// <inheritdoc />
    public override EvaluatorWords WordsOf(EvaluatorSubject subject) => base.WordsOf(subject) with
    {
        RewardedBy = "as it was told",
        RandomOnes = "as they were told",
        Rewards = "what was told of each",
        NextVerb = "ask",
    };
}
