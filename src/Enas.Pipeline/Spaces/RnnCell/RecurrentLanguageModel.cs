using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// A recurrent language model around one cell: embedding, cell over the sequence, tied decoder (docs/algorithms.md#language-model). Used
/// with the supernet's weights for search and with weights of its own for final training; every difference between the two is a
/// named option.
/// </summary>
internal sealed class RecurrentLanguageModel(ITensorBackend backend,
    WeightStore store, RnnCellSpace space, RecurrentNetworkOptions options, int vocabularySize, ulong seed, string streamPrefix)
{
    /// <summary>One SGD step on a window. The carried state [B·H] is read and then overwritten, detached.</summary>
    /// <exception cref="NonFiniteStepException">Nothing was updated, the carried state neither.</exception>
    public WeightStepResult Train(RecurrentCell cell, TokenBatch window, float[] carried, double learningRate, long step)
    {
        var weights = new RecurrentWeights(store, options, cell, vocabularySize);
        using var scope = backend.BeginStep(recordGradients: true);
        var masks = DropoutMasks.Draw(scope, options, seed, streamPrefix, step, vocabularySize);
        var states = States(scope, weights, cell, window, carried, masks);
        var lossSum = LossSum(scope, weights, states, window, masks);
        var objective = Objective(scope, lossSum, states, window);
        var gradient = GradientStep.OfNetwork(scope, objective, lossSum, window.Targets.Length, weights.All, options.ClipNorm);
        scope.Read(LastState(scope, states, window), carried);
        backend.SgdStep(scope, weights.All, (float)learningRate, (float)gradient.Scale, (float)options.L2);
        return new WeightStepResult(gradient.Loss, gradient.Norm, learningRate, window.Targets.Length, scope.ReadScalar(objective));
    }

    /// <summary>The loss on a window, dropout off. The carried state is read and overwritten; weights are not changed.</summary>
    public WindowLoss Evaluate(RecurrentCell cell, TokenBatch window, float[] carried)
    {
        var weights = new RecurrentWeights(store, options, cell, vocabularySize);
        using var scope = backend.BeginStep(recordGradients: false);
        var states = States(scope, weights, cell, window, carried, DropoutMasks.None);
        var lossSum = LossSum(scope, weights, states, window, DropoutMasks.None);
        scope.Read(LastState(scope, states, window), carried);
        return new WindowLoss(window.Targets.Count(target => target >= 0), scope.ReadScalar(lossSum));
    }

    private Tensor States(
        IStepScope scope, RecurrentWeights weights, RecurrentCell cell, TokenBatch window, float[] carried, DropoutMasks masks)
    {
        var input = scope.Embedding(weights.Embedding, window.Inputs, WordScales(masks.WordScales, window.Inputs));
        return scope.RecurrentCell(new RecurrentCellInputs
        {
            TimeSteps = window.TimeSteps,
            Batch = window.Batch,
            Sources = cell.Sources,
            Activations = cell.Activations,
            OutputNodes = space.OutputNodes(cell),
            Input = masks.Input is { } mask ? scope.MultiplyRepeated(input, mask) : input,
            InitialState = scope.Constant(carried, new TensorShape(window.Batch, options.Hidden)),
            InputWeight = weights.Input,
            StateWeight = weights.State,
            NodeWeights = weights.Nodes,
            HiddenMask = masks.Hidden,
            BatchNormGamma = weights.AverageGamma,
            BatchNormBeta = weights.AverageBeta,
            BatchNormEpsilon = (float)options.BatchNormEpsilon,
            NodeBatchNormGammas = weights.NodeGammas,
            NodeBatchNormBetas = weights.NodeBetas,
            HiddenNormLimit = options.HiddenNormLimit > 0 ? (float)options.HiddenNormLimit : null,
        });
    }

    private static Tensor LossSum(IStepScope scope, RecurrentWeights weights, Tensor states, TokenBatch window, DropoutMasks masks)
    {
        var outputs = masks.Output is { } mask ? scope.MultiplyRepeated(states, mask) : states;
        return scope.TiedCrossEntropy(outputs, weights.Decoder, weights.DecoderBias, window.Targets);
    }

    /// <summary>Cross-entropy (mean, or sum per sequence) + α mean h² + β mean (h_t - h_{t-1})².</summary>
    private Tensor Objective(IStepScope scope, Tensor lossSum, Tensor states, TokenBatch window)
    {
        var divisor = options.Loss == "sum-per-sequence" ? window.Batch : window.Batch * window.TimeSteps;
        var terms = new List<Tensor> { lossSum };
        var factors = new List<float> { 1f / divisor };
        if (options.ActivationL2 > 0)
        {
            terms.Add(scope.Sum(scope.Multiply(states, states)));
            factors.Add((float)(options.ActivationL2 / states.Shape.ElementCount));
        }

        if (options.Slowness > 0 && window.TimeSteps > 1)
        {
            var rows = (window.TimeSteps - 1) * window.Batch;
            var change = scope.Subtract(scope.SliceRows(states, window.Batch, rows), scope.SliceRows(states, 0, rows));
            terms.Add(scope.Sum(scope.Multiply(change, change)));
            factors.Add((float)(options.Slowness / ((long)rows * options.Hidden)));
        }

        return scope.WeightedSum(terms, factors.ToArray());
    }

    private static Tensor LastState(IStepScope scope, Tensor states, TokenBatch window) =>
        scope.SliceRows(states, (window.TimeSteps - 1) * window.Batch, window.Batch);

    private static float[] WordScales(float[]? scales, int[] inputs) => scales is null ? [] : [.. inputs.Select(word => scales[word])];
}
