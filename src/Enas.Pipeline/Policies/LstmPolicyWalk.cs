using Enas.Pipeline.Jobs;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Policies;

/// <summary>
/// One pass of the LSTM over a cell's decisions (algorithms dossier 1.3). Each node takes two LSTM steps. After the first, its state
/// becomes the node's anchor and (from node 1 on) set-selection attention over earlier anchors chooses the source, score_i = v·tanh(W1 a_i + W2 h);
/// after the second, a softmax chooses the activation. Logits: divided by the temperature, then c·tanh, then the recency bias.
/// </summary>
internal sealed class LstmPolicyWalk(IStepScope scope, LstmPolicyWeights weights, PolicyOptions options, RnnCellSpace space)
{
    private readonly List<Tensor> _anchors = [];
    private readonly List<Tensor> _keys = [];
    private Tensor? _cellState;
    private Tensor? _hidden;

    /// <summary>Called with the decision's number and its log-probabilities [1, options]; returns the chosen option.</summary>
    internal delegate int Chooser(int decision, Tensor logProbs);

    /// <summary>Walks all decisions and returns the values chosen.</summary>
    public int[] Run(Chooser choose)
    {
        var values = new List<int>(space.Decisions.Count);
        var input = weights.FirstInput;
        for (var node = 0; node < space.NodeCount; node++)
        {
            Advance(input);
            _anchors.Add(_hidden!);
            input = weights.FirstInput;
            if (node > 0)
            {
                var source = choose(values.Count, SourceLogProbs(node));
                values.Add(source);
                input = SourceInput(node, source);
            }

            _keys.Add(scope.MatMul(_anchors[node], weights.AttentionKey));
            Advance(input);
            input = ActivationStep(node, values, choose);
        }

        return [.. values];
    }

    private Tensor ActivationStep(int node, List<int> values, Chooser choose)
    {
        if (node == 0 && !space.FirstActivationIsSampled)
        {
            return weights.FirstInput;
        }

        var logits = weights.ActivationWeight is { } own
            ? scope.MatMul(_hidden!, own)
            : scope.MatMul(_hidden!, weights.ActivationEmbedding, transposeB: true);
        var activation = choose(values.Count, scope.LogSoftmax(Squash(logits)));
        values.Add(activation);
        return scope.Embedding(weights.ActivationEmbedding, [activation]);
    }

    private Tensor SourceLogProbs(int node)
    {
        var query = scope.MatMul(_hidden!, weights.AttentionQuery);
        var keys = _keys.Count == 1 ? _keys[0] : scope.ConcatRows(_keys);
        var scores = scope.MatMul(scope.Tanh(scope.Add(keys, query)), weights.AttentionScore);
        var logits = Squash(scope.MatMul(scope.Constant([1f], new TensorShape(1, 1)), scores, transposeB: true));
        return scope.LogSoftmax(options.RecencyBias == 0 ? logits : scope.Add(logits, RecencyBias(node)));
    }

    private Tensor RecencyBias(int node)
    {
        var bias = new float[node];
        for (var i = 0; i < node; i++)
        {
            bias[i] = (float)(-options.RecencyBias * (node - i) * (node - i));
        }

        return scope.Constant(bias, new TensorShape(1, node));
    }

    private Tensor SourceInput(int node, int source) => options.DistanceScaling
        ? scope.Affine(_anchors[source], (float)(1 / (0.1 + (node - source))), 0)
        : _anchors[source];

    private Tensor Squash(Tensor logits)
    {
        var scaled = options.Temperature == 1 ? logits : scope.Affine(logits, (float)(1 / options.Temperature), 0);
        return options.TanhConstant == 0 ? scaled : scope.Affine(scope.Tanh(scaled), (float)options.TanhConstant, 0);
    }

    /// <summary>One LSTM step, gates in the order i, f, o, g, no bias: c ← σ(f) c + σ(i) tanh(g), h ← σ(o) tanh(c).</summary>
    private void Advance(Tensor input)
    {
        var h = options.Hidden;
        var state = _hidden ?? scope.Zeros(new TensorShape(1, h));
        var gates = scope.MatMul(scope.ConcatColumns([input, state]), weights.Lstm);
        var i = scope.Sigmoid(scope.SliceColumns(gates, 0, h));
        var f = scope.Sigmoid(scope.SliceColumns(gates, h, h));
        var o = scope.Sigmoid(scope.SliceColumns(gates, 2 * h, h));
        var g = scope.Tanh(scope.SliceColumns(gates, 3 * h, h));
        var update = scope.Multiply(i, g);
        _cellState = _cellState is { } previous ? scope.Add(scope.Multiply(f, previous), update) : update;
        _hidden = scope.Multiply(o, scope.Tanh(_cellState));
    }
}
