namespace Enas.Pipeline.Tensors;

/// <summary>The fused operations over primitives: what a backend without a kernel runs, and what its kernels are tested against.</summary>
public static class FusedOperations
{
    /// <summary>The recurrent cell over a sequence: the backend's kernel when it has one, else primitives. Shapes:
    /// <see cref="RecurrentCellInputs"/>.</summary>
    public static Tensor RecurrentCell(this IStepScope scope, RecurrentCellInputs inputs) =>
        scope.TryRecurrentCell(inputs) ?? RecurrentCellFromPrimitives(scope, inputs);

    /// <summary>Sum of cross-entropies of a tied decoder: the backend's kernel when it has one, else primitives.</summary>
    public static Tensor TiedCrossEntropy(this IStepScope scope, Tensor h, Tensor table, Tensor? bias, ReadOnlySpan<int> targets) =>
        scope.TryTiedCrossEntropy(h, table, bias, targets) ?? TiedCrossEntropyFromPrimitives(scope, h, table, bias, targets);

    /// <summary>
    /// Σ weights[0, i]·parts[i] over tensors of equal shape, with a gradient to the weights too: the derivative by a weight is the sum of
    /// the products of its part with the upstream gradient. The backend's kernel when it has one, else primitives.
    /// </summary>
    /// <param name="scope">The step that computes, which holds the results until it ends.</param>
    /// <param name="parts">The parts, at least one.</param>
    /// <param name="weights">[1, parts].</param>
    public static Tensor MixedSum(this IStepScope scope, IReadOnlyList<Tensor> parts, Tensor weights) =>
        scope.TryMixedSum(parts, weights) ?? MixedSumFromPrimitives(scope, parts, weights);

    /// <summary>Reference of <see cref="MixedSum"/>.</summary>
    public static Tensor MixedSumFromPrimitives(IStepScope scope, IReadOnlyList<Tensor> parts, Tensor weights)
    {
        var shape = parts[0].Shape;
        var row = new TensorShape(1, checked((int)shape.ElementCount));
        if (weights.Shape != new TensorShape(1, parts.Count) || parts.Any(part => part.Shape != shape))
        {
            throw new ArgumentException($"MixedSum: {parts.Count} parts of {shape} and weights of {weights.Shape}.");
        }

        var rows = parts.Select(part => scope.Reshape(part, row)).ToArray();
        return scope.Reshape(scope.MatMul(weights, rows.Length == 1 ? rows[0] : scope.ConcatRows(rows)), shape);
    }

    /// <summary>The activation by its number.</summary>
    public static Tensor Activate(this IStepScope scope, Tensor a, Activation activation) => activation switch
    {
        Activation.Tanh => scope.Tanh(a),
        Activation.Relu => scope.Relu(a),
        Activation.Sigmoid => scope.Sigmoid(a),
        Activation.Identity => a,
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>Reference of <see cref="RecurrentCell"/>.</summary>
    public static Tensor RecurrentCellFromPrimitives(IStepScope scope, RecurrentCellInputs inputs)
    {
        var projected = scope.MatMul(inputs.Input, inputs.InputWeight);
        var state = inputs.InitialState;
        var outputs = new List<Tensor>(inputs.TimeSteps);
        for (var t = 0; t < inputs.TimeSteps; t++)
        {
            state = OneTimeStep(scope, inputs, scope.SliceRows(projected, t * inputs.Batch, inputs.Batch), state);
            outputs.Add(state);
        }

        return scope.ConcatRows(outputs);
    }

    /// <summary>Reference of <see cref="TiedCrossEntropy"/>.</summary>
    public static Tensor TiedCrossEntropyFromPrimitives(IStepScope scope, Tensor h, Tensor table, Tensor? bias, ReadOnlySpan<int> targets)
    {
        var logits = scope.MatMul(h, table, transposeB: true);
        return scope.CrossEntropy(bias is null ? logits : scope.Add(logits, bias), targets);
    }

    private static Tensor OneTimeStep(IStepScope scope, RecurrentCellInputs inputs, Tensor projected, Tensor state)
    {
        var nodes = new Tensor[inputs.Sources.Count];
        var product = scope.Add(projected, scope.MatMul(Masked(scope, inputs, state), inputs.StateWeight));
        nodes[0] = Highway(scope, inputs, 0, product, state);
        for (var l = 1; l < nodes.Length; l++)
        {
            var source = nodes[inputs.Sources[l]];
            nodes[l] = Highway(scope, inputs, l, scope.MatMul(Masked(scope, inputs, source), inputs.NodeWeights[l - 1]), source);
        }

        return Output(scope, inputs, nodes);
    }

    private static Tensor Masked(IStepScope scope, RecurrentCellInputs inputs, Tensor a) =>
        inputs.HiddenMask is { } mask ? scope.Multiply(a, mask) : a;

    private static Tensor Highway(IStepScope scope, RecurrentCellInputs inputs, int node, Tensor product, Tensor carried)
    {
        if (inputs.NodeBatchNormGammas.Count > 0)
        {
            product = scope.BatchNorm(product, inputs.NodeBatchNormGammas[node], inputs.NodeBatchNormBetas[node], inputs.BatchNormEpsilon);
        }

        var width = carried.Shape.Columns;
        var gate = scope.Sigmoid(scope.SliceColumns(product, 0, width));
        var candidate = scope.Activate(scope.SliceColumns(product, width, width), inputs.Activations[node]);
        return scope.Add(carried, scope.Multiply(gate, scope.Subtract(candidate, carried)));
    }

    private static Tensor Output(IStepScope scope, RecurrentCellInputs inputs, Tensor[] nodes)
    {
        var parts = inputs.OutputNodes.Select(i => nodes[i]).ToArray();
        var weights = new float[parts.Length];
        Array.Fill(weights, 1f / parts.Length);
        var output = scope.WeightedSum(parts, weights);
        if (inputs.BatchNormGamma is { } gamma)
        {
            output = scope.BatchNorm(output, gamma, inputs.BatchNormBeta!, inputs.BatchNormEpsilon);
        }

        return inputs.HiddenNormLimit is { } limit ? scope.LimitRowNorm(output, limit) : output;
    }
}
