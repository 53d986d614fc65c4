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
    /// <summary>The weights of one cell.</summary>
    public RecurrentBody BodyOf(RecurrentCell cell) => new RecurrentWeights(store, options, space, cell, vocabularySize);

    /// <summary>The weights of a mixture of all cells, or of its path.</summary>
    public RecurrentBody BodyOf(MixtureGates gates, Mixture mixture) =>
        new RecurrentMixture(store, options, space, gates, mixture, vocabularySize);

    /// <summary>One SGD step on the weights of a cell.</summary>
    /// <exception cref="NonFiniteStepException">Nothing was updated, the carried state neither.</exception>
    public WeightStepResult Train(RecurrentCell cell, TokenBatch window, float[] carried, double learningRate, long step) =>
        Train(BodyOf(cell), window, carried, learningRate, step);

    /// <summary>The loss of a cell on a window.</summary>
    public WindowLoss Evaluate(RecurrentCell cell, TokenBatch window, float[] carried) => Evaluate(BodyOf(cell), window, carried);

    /// <summary>One SGD step on a window. The carried state [B·H] is read and then overwritten, detached.</summary>
    /// <exception cref="NonFiniteStepException">Nothing was updated, the carried state neither.</exception>
    public WeightStepResult Train(RecurrentBody weights, TokenBatch window, float[] carried, double learningRate, long step)
    {
        using var scope = backend.BeginStep(recordGradients: true);
        var masks = DropoutMasks.Draw(scope, options, seed, streamPrefix, step, vocabularySize);
        var states = States(scope, weights, window, carried, masks);
        var lossSum = LossSum(scope, weights, states, window, masks);
        var objective = Objective(scope, lossSum, states, window);
        var gradient = GradientStep.OfNetwork(scope, objective, lossSum, window.Targets.Length, weights.All, options.ClipNorm);
        scope.Read(LastState(scope, states, window), carried);
        backend.SgdStep(scope, weights.All, (float)learningRate, (float)gradient.Scale, (float)options.L2);
        return new WeightStepResult(gradient.Loss, gradient.Norm, learningRate, window.Targets.Length, scope.ReadScalar(objective))
        {
            GradientScale = gradient.Scale,
        };
    }

    /// <summary>The loss on a window, dropout off. The carried state is read and overwritten; weights are not changed.</summary>
    public WindowLoss Evaluate(RecurrentBody weights, TokenBatch window, float[] carried)
    {
        using var scope = backend.BeginStep(recordGradients: false);
        var states = States(scope, weights, window, carried, DropoutMasks.None);
        var lossSum = LossSum(scope, weights, states, window, DropoutMasks.None);
        scope.Read(LastState(scope, states, window), carried);
        return new WindowLoss(window.Targets.Count(target => target >= 0), scope.ReadScalar(lossSum));
    }

    /// <summary>The gradient of what a weight step differentiates, as it stands, by whatever the reader asks for. Changes
    /// nothing.</summary>
    /// <param name="weights">The network.</param>
    /// <param name="window">The window of the weight step.</param>
    /// <param name="carried">The state before it [B·H].</param>
    /// <param name="step">The step whose dropout masks are drawn.</param>
    /// <param name="read">Reads gradients of the step.</param>
    public T TrainingGradient<T>(RecurrentBody weights, TokenBatch window, float[] carried, long step, Func<IStepScope, T> read)
    {
        using var scope = backend.BeginStep(recordGradients: true);
        var masks = DropoutMasks.Draw(scope, options, seed, streamPrefix, step, vocabularySize);
        var states = States(scope, weights, window, carried, masks);
        scope.Backward(Objective(scope, LossSum(scope, weights, states, window, masks), states, window));
        return NonFiniteStepException.Counting(window.Targets.Length, () => read(scope));
    }

    /// <summary>The gradient of a share of the loss on a window, dropout off, from a state of zeros. Changes nothing.</summary>
    /// <param name="weights">The network.</param>
    /// <param name="share">What the loss is multiplied by: 1 over the tokens of all windows.</param>
    /// <param name="read">Reads gradients of the step.</param>
    public (WindowLoss Loss, T Read) ValidationGradient<T>(RecurrentBody weights, TokenBatch window, float share, Func<IStepScope, T> read)
    {
        using var scope = backend.BeginStep(recordGradients: true);
        var states = States(scope, weights, window, new float[window.Batch * options.Hidden], DropoutMasks.None);
        var lossSum = LossSum(scope, weights, states, window, DropoutMasks.None);
        scope.Backward(scope.Affine(lossSum, share, 0));
        return NonFiniteStepException.Counting(window.Targets.Length,
            () => (new WindowLoss(window.Targets.Count(target => target >= 0), scope.ReadScalar(lossSum)), read(scope)));
    }

    private Tensor States(IStepScope scope, RecurrentBody weights, TokenBatch window, float[] carried, DropoutMasks masks)
    {
        var input = scope.Embedding(weights.Embedding, window.Inputs, WordScales(masks.WordScales, window.Inputs));
        return weights.Run(scope, new RecurrentRun(
            window,
            masks.Input is { } mask ? scope.MultiplyRepeated(input, mask) : input,
            scope.Constant(carried, new TensorShape(window.Batch, options.Hidden)),
            masks.Hidden));
    }

    private static Tensor LossSum(IStepScope scope, RecurrentBody weights, Tensor states, TokenBatch window, DropoutMasks masks)
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
