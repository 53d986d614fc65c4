using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Policies;

/// <summary>Which weights the walk of an LSTM policy through a space needs.</summary>
/// <param name="ChoiceName">What the keys of its choices are called: <c>activation</c>, <c>operation</c>.</param>
/// <param name="ChoiceCount">Options of its choices.</param>
/// <param name="HasAttention">Whether earlier items are chosen by attention.</param>
/// <param name="IsTied">Whether the choices' logits use their embedding, not a matrix of their own.</param>
/// <param name="InitialBias">Initial values of the learned bias of the choices; null for none.</param>
internal sealed record LstmPolicyShape(
    string ChoiceName, int ChoiceCount, bool HasAttention, bool IsTied = false, IReadOnlyList<float>? InitialBias = null)
{
    /// <summary>What a space says, or one option for each option of each decision.</summary>
    public static LstmPolicyShape Of(SearchSpace space, PolicyOptions options) =>
        space.Offer<IControlledSpace>()?.PolicyShapeOf(options)
            ?? new("option", space.Decisions.Sum(decision => decision.OptionCount), HasAttention: false);
}
