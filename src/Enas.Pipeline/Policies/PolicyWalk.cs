using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Policies;

/// <summary>
/// One pass of the LSTM over a space's decisions. What every space shares is here: the LSTM step, set-selection attention, and the
/// squashing of logits (divided by the temperature, then c·tanh; docs/algorithms.md#squashing-of-logits). The order of steps and decisions
/// is the space's own.
/// </summary>
internal abstract class PolicyWalk(IStepScope scope, LstmPolicyWeights weights, PolicyOptions options)
{
    private Tensor? _cellState;
    private Tensor? _hidden;

    /// <summary>
    /// Called with the number of the first of n decisions that are independent of each other and their log-probabilities [n, options];
    /// returns the n chosen options.
    /// </summary>
    internal delegate IReadOnlyList<int> Chooser(int firstDecision, Tensor logProbs);

    /// <summary>The term [1, 1] that the space adds to the policy's loss for the architecture just walked, its weight included;
    /// null for none.</summary>
    public virtual Tensor? Penalty => null;

    protected IStepScope Scope { get; } = scope;

    protected LstmPolicyWeights Weights { get; } = weights;

    protected PolicyOptions Options { get; } = options;

    /// <summary>h after the last step, [1, H].</summary>
    protected Tensor Hidden => _hidden ?? throw new InvalidOperationException("the LSTM has not been advanced");

    /// <summary>The walk through a space.</summary>
    public static PolicyWalk Of(SearchSpace space, IStepScope scope, LstmPolicyWeights weights, PolicyOptions options) =>
        space.Offer<IControlledSpace>()?.CreateWalk(scope, weights, options) ?? new OneByOneWalk(scope, weights, options, space);

    /// <summary>Walks all decisions in the space's order.</summary>
    public abstract void Run(Chooser choose);

    /// <summary>One LSTM step, gates in the order i, f, o, g, no bias: c ← σ(f) c + σ(i) tanh(g), h ← σ(o) tanh(c).</summary>
    protected void Advance(Tensor input)
    {
        var h = Options.Hidden;
        var state = _hidden ?? Scope.Zeros(new TensorShape(1, h));
        var gates = Scope.MatMul(Scope.ConcatColumns([input, state]), Weights.Lstm);
        var i = Scope.Sigmoid(Scope.SliceColumns(gates, 0, h));
        var f = Scope.Sigmoid(Scope.SliceColumns(gates, h, h));
        var o = Scope.Sigmoid(Scope.SliceColumns(gates, 2 * h, h));
        var g = Scope.Tanh(Scope.SliceColumns(gates, 3 * h, h));
        var update = Scope.Multiply(i, g);
        _cellState = _cellState is { } previous ? Scope.Add(Scope.Multiply(f, previous), update) : update;
        _hidden = Scope.Multiply(o, Scope.Tanh(_cellState));
    }

    /// <summary>The attention key W1 a of an anchor, [1, H].</summary>
    protected Tensor Key(Tensor anchor) => Scope.MatMul(anchor, Weights.AttentionKey!);

    /// <summary>v·tanh(k_i + W2 h) for each key, [keys, 1].</summary>
    protected Tensor AttentionScores(IReadOnlyList<Tensor> keys)
    {
        var query = Scope.MatMul(Hidden, Weights.AttentionQuery!);
        var rows = keys.Count == 1 ? keys[0] : Scope.ConcatRows(keys);
        return Scope.MatMul(Scope.Tanh(Scope.Add(rows, query)), Weights.AttentionScore!);
    }

    /// <summary>A column [n, 1] as a row [1, n].</summary>
    protected Tensor Row(Tensor column) => Scope.MatMul(Scope.Constant([1f], new TensorShape(1, 1)), column, transposeB: true);

    /// <summary>c·tanh(logits / temperature).</summary>
    protected Tensor Squash(Tensor logits) => Squash(logits, Options.TanhConstant);

    /// <summary>c·tanh(logits / temperature); c = 0 leaves the tanh out.</summary>
    protected Tensor Squash(Tensor logits, double tanhConstant)
    {
        var scaled = Options.Temperature == 1 ? logits : Scope.Affine(logits, (float)(1 / Options.Temperature), 0);
        return tanhConstant == 0 ? scaled : Scope.Affine(Scope.Tanh(scaled), (float)tanhConstant, 0);
    }
}
