using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>
/// The walk over a pair of cells (docs/algorithms.md#walk-over-two-cells). Two LSTM steps first fill a cell's two input slots: zero anchors
/// with real attention keys. A node takes five steps: two choose its entries by attention over the slots so far, the chosen anchor being
/// the next input; two choose its operations by a softmax; the last one's state becomes the node's anchor. The reduction cell goes on from
/// the same LSTM state with fresh slots.
/// </summary>
internal sealed class MicroCnnWalk(IStepScope scope, LstmPolicyWeights weights, PolicyOptions options, MicroCnnSpace space)
    : PolicyWalk(scope, weights, options)
{
    private const int InputSlots = 2;

    private readonly List<Tensor> _anchors = [];
    private readonly List<Tensor> _keys = [];
    private Tensor? _prior;
    private int _decision;

    public override void Run(Chooser choose)
    {
        // The fixed preference for convolutions is in the normal cell only.
        WalkCell(choose, Options.ConvolutionPrior);
        WalkCell(choose, 0);
    }

    /// <summary>Whether the policy's biases favour an operation.</summary>
    internal static bool IsConvolution(MicroOperation operation) =>
        operation is MicroOperation.SeparableConvolution3 or MicroOperation.SeparableConvolution5;

    private void WalkCell(Chooser choose, double convolutionPrior)
    {
        _anchors.Clear();
        _keys.Clear();
        _prior = convolutionPrior == 0 ? null : Prior(convolutionPrior);
        for (var slot = 0; slot < InputSlots; slot++)
        {
            Advance(Weights.FirstInput);
            _anchors.Add(Scope.Zeros(new TensorShape(1, Options.Hidden)));
            _keys.Add(Key(Hidden));
        }

        for (var node = 0; node < space.NodeCount; node++)
        {
            WalkNode(choose);
        }
    }

    private void WalkNode(Chooser choose)
    {
        var input = EntryStep(Weights.FirstInput, choose);
        input = EntryStep(input, choose);
        input = OperationStep(input, choose);
        input = OperationStep(input, choose);
        Advance(input);
        _anchors.Add(Hidden);
        _keys.Add(Key(Hidden));
    }

    private Tensor EntryStep(Tensor input, Chooser choose)
    {
        Advance(input);
        return _anchors[choose(_decision++, Scope.LogSoftmax(Squash(Row(AttentionScores(_keys)))))[0]];
    }

    private Tensor OperationStep(Tensor input, Chooser choose)
    {
        Advance(input);
        var scores = Scope.Add(Scope.MatMul(Hidden, Weights.OptionWeight!), Weights.OptionBias!);
        var logits = Squash(scores, Options.TanhConstant / Options.OperationTanhReduction);
        var logProbs = Scope.LogSoftmax(_prior is { } prior ? Scope.Add(logits, prior) : logits);
        return Scope.Embedding(Weights.OptionEmbedding, [choose(_decision++, logProbs)[0]]);
    }

    /// <summary>+prior for the separable convolutions, -prior for the rest.</summary>
    private Tensor Prior(double prior) => Scope.Constant(
        [.. space.Operations.Select(operation => (float)(IsConvolution(operation) ? prior : -prior))],
        new TensorShape(1, space.Operations.Count));
}
