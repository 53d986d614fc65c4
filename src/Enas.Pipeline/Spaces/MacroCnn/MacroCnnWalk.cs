using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>
/// The walk over a macro network (docs/algorithms.md#walk-over-a-macro-network). A layer takes two LSTM steps. After the first a softmax
/// chooses the operation, whose embedding is the second's input; after the second its state becomes the layer's anchor and every bit is
/// chosen by itself with logits [-q, q], q = v·tanh(W1 a + W2 h) over the anchors of the entries that the bits stand for. The next layer
/// starts from the sum of the chosen anchors divided by one more than their number.
/// </summary>
/// <remarks>
/// Bit i stands for entry i: the stem for i = 0, layer i - 1 otherwise. With aligned keys the stem has an anchor of its own, the state of
/// an LSTM step before the first layer, which has no weights of its own either. The official code attends to layer i for bit i:
/// shifted keys.
/// </remarks>
internal sealed class MacroCnnWalk(IStepScope scope, LstmPolicyWeights weights, PolicyOptions options, MacroCnnSpace space)
    : PolicyWalk(scope, weights, options)
{
    private readonly List<Tensor> _anchors = [];
    private readonly List<Tensor> _keys = [];
    private readonly List<Tensor> _penalties = [];

    /// <summary>The mean over the layers that have bits, times the option's weight.</summary>
    public override Tensor? Penalty => Options.SkipWeight == 0 || _penalties.Count == 0
        ? null
        : Scope.WeightedSum(_penalties, [.. Enumerable.Repeat((float)(Options.SkipWeight / _penalties.Count), _penalties.Count)]);

    public override void Run(Chooser choose)
    {
        if (Options.SkipKeys == PolicyOptions.AlignedKeys)
        {
            Advance(Weights.FirstInput);
            AddAnchor();
        }

        var input = Weights.FirstInput;
        for (var layer = 0; layer < space.LayerCount; layer++)
        {
            Advance(input);
            var decision = MacroCnnSpace.FirstDecisionOf(layer);
            var operation = choose(decision, Scope.LogSoftmax(Squash(Scope.MatMul(Hidden, Weights.OptionWeight!))))[0];
            Advance(Scope.Embedding(Weights.OptionEmbedding, [operation]));
            input = layer == 0 ? Weights.FirstInput : SkipStep(layer, decision + 1, choose);
            AddAnchor();
        }
    }

    private Tensor SkipStep(int layer, int decision, Chooser choose)
    {
        var scores = AttentionScores(_keys.GetRange(0, layer));
        var logits = Squash(Scope.ConcatColumns([Scope.Affine(scores, -1, 0), scores]));
        var logProbs = Scope.LogSoftmax(logits);
        if (Options.SkipWeight != 0)
        {
            _penalties.Add(Options.SkipPenalty == PolicyOptions.OfficialPenalty
                ? SkipDivergence.Official(Scope, logits, Options.SkipTarget)
                : SkipDivergence.Bernoulli(Scope, logits, logProbs, Options.SkipTarget));
        }

        var bits = choose(decision, logProbs);
        var chosen = Enumerable.Range(0, layer).Where(entry => bits[entry] == 1).Select(entry => _anchors[entry]).ToArray();
        return chosen.Length == 0
            ? Scope.Zeros(new TensorShape(1, Options.Hidden))
            : Scope.WeightedSum(chosen, [.. Enumerable.Repeat(1f / (1 + chosen.Length), chosen.Length)]);
    }

    private void AddAnchor()
    {
        _anchors.Add(Hidden);
        _keys.Add(Key(Hidden));
    }
}
