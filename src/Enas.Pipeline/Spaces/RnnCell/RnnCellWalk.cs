using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// The walk over a recurrent cell (docs/algorithms.md#walk-over-a-recurrent-cell). Each node takes two LSTM steps. After the first, its
/// state becomes the node's anchor and (from node 1 on) set-selection attention over earlier anchors chooses the source, score_i =
/// v·tanh(W1 a_i + W2 h); after the second, a softmax chooses the activation. The recency bias comes after the squashing.
/// </summary>
internal sealed class RnnCellWalk(IStepScope scope, LstmPolicyWeights weights, PolicyOptions options, RnnCellSpace space)
    : PolicyWalk(scope, weights, options)
{
    private readonly List<Tensor> _anchors = [];
    private readonly List<Tensor> _keys = [];
    private int _decision;

    public override void Run(Chooser choose)
    {
        var input = Weights.FirstInput;
        for (var node = 0; node < space.NodeCount; node++)
        {
            Advance(input);
            _anchors.Add(Hidden);
            input = Weights.FirstInput;
            if (node > 0)
            {
                var source = choose(_decision++, SourceLogProbs(node))[0];
                input = SourceInput(node, source);
            }

            _keys.Add(Key(_anchors[node]));
            Advance(input);
            input = ActivationStep(node, choose);
        }
    }

    private Tensor ActivationStep(int node, Chooser choose)
    {
        if (node == 0 && !space.FirstActivationIsSampled)
        {
            return Weights.FirstInput;
        }

        var logits = Weights.OptionWeight is { } own
            ? Scope.MatMul(Hidden, own)
            : Scope.MatMul(Hidden, Weights.OptionEmbedding, transposeB: true);
        var activation = choose(_decision++, Scope.LogSoftmax(Squash(logits)))[0];
        return Scope.Embedding(Weights.OptionEmbedding, [activation]);
    }

    private Tensor SourceLogProbs(int node)
    {
        var logits = Squash(Row(AttentionScores(_keys)));
        return Scope.LogSoftmax(Options.RecencyBias == 0 ? logits : Scope.Add(logits, RecencyBias(node)));
    }

    private Tensor RecencyBias(int node)
    {
        var bias = new float[node];
        for (var i = 0; i < node; i++)
        {
            bias[i] = (float)(-Options.RecencyBias * (node - i) * (node - i));
        }

        return Scope.Constant(bias, new TensorShape(1, node));
    }

    private Tensor SourceInput(int node, int source) => Options.DistanceScaling
        ? Scope.Affine(_anchors[source], (float)(1 / (0.1 + (node - source))), 0)
        : _anchors[source];
}
