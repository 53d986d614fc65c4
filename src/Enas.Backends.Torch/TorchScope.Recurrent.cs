using Enas.Pipeline.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Native = TorchSharp.torch.Tensor;
using Tensor = Enas.Pipeline.Tensors.Tensor;

namespace Enas.Backends.Torch;

/// <content>
/// The recurrent cell over a sequence: the input projected for all time steps at once, and within a time step one product for all nodes
/// that read the same node, their weights side by side. Gates, candidates and time steps are cut with <c>split</c>, whose gradient is one
/// concatenation; a slice's would be a tensor of zeros for each. The gradients of the weights wait until the backward pass has been through
/// all time steps, see <see cref="DeferredProduct"/>.
/// </content>
internal sealed partial class TorchScope
{
    // Values. At two million, H = 1000, waiting is the faster way on a CPU, at eight thousand, H = 64, the slower one.
    private const long LargeWeight = 1 << 20;

    /// <inheritdoc />
    public Tensor? TryRecurrentCell(RecurrentCellInputs inputs)
    {
        CheckCell(inputs);
        var isDeferred = IsDeferred(inputs);
        var weights = CellWeights.Of(inputs, tensor => Operand(Use(tensor, nameof(TryRecurrentCell))), isDeferred);
        var input = Operand(Use(inputs.Input, nameof(TryRecurrentCell))).reshape(inputs.TimeSteps * inputs.Batch, -1);
        var whole = Full(input.mm(weights.Input));
        var projected = whole.split(inputs.Batch);
        var deferred = isDeferred ? Deferred(inputs, weights, whole) : [];
        var mask = inputs.HiddenMask is { } given ? Use(given, nameof(TryRecurrentCell)).Native : null;
        var state = Use(inputs.InitialState, nameof(TryRecurrentCell)).Native;
        var outputs = new Native[inputs.TimeSteps];
        for (var t = 0; t < outputs.Length; t++)
        {
            outputs[t] = state = OneTimeStep(inputs, weights, deferred, projected[t], state, mask);
        }

        return Result(nameof(TryRecurrentCell),
            new TensorShape(inputs.TimeSteps * inputs.Batch, inputs.InitialState.Shape.Columns), cat(outputs));
    }

    private bool IsDeferred(RecurrentCellInputs inputs) =>
        _recordGradients
        && (_backend.Options.DeferWeightGradients
            ?? (Device.type != DeviceType.CPU || inputs.StateWeight.Shape.ElementCount >= LargeWeight))
        && inputs.NodeWeights.Append(inputs.StateWeight)
            .Append(inputs.InputWeight).All(weight => Use(weight, nameof(TryRecurrentCell)).IsParameter);

    /// <summary>The products whose weights' gradients wait: the state's first, then that of each node that is read.</summary>
    private DeferredProduct?[] Deferred(RecurrentCellInputs inputs, CellWeights weights, Native projected)
    {
        projected.retain_grad();
        var products = new DeferredProduct?[inputs.Sources.Count + 1];
        products[0] = new DeferredProduct([Use(inputs.StateWeight, nameof(TryRecurrentCell))], projected, []);
        for (var node = 0; node < inputs.Sources.Count; node++)
        {
            if (weights.Readers[node] is { Length: > 0 } readers)
            {
                var zero = zeros([projected.shape[0], readers.Length * projected.shape[1]], ScalarType.Float32, Device).requires_grad_();
                products[node + 1] = new DeferredProduct([.. readers.Select(reader =>
                    Use(inputs.NodeWeights[reader - 1], nameof(TryRecurrentCell)))], zero, zero.split(inputs.Batch));
            }
        }

        _deferred.AddRange(products.OfType<DeferredProduct>());
        return products;
    }

    private Native OneTimeStep(
        RecurrentCellInputs inputs, CellWeights weights, DeferredProduct?[] deferred, Native projected, Native state, Native? mask)
    {
        var nodes = new Native[inputs.Sources.Count];
        var products = new Native[nodes.Length];
        var input = Masked(state, mask);
        deferred.FirstOrDefault()?.Inputs.Add(input.detach());
        products[0] = ProductPlus(projected, input, weights.State);
        for (var node = 0; node < nodes.Length; node++)
        {
            nodes[node] = Highway(inputs, node, products[node], node == 0 ? state : nodes[inputs.Sources[node]]);
            if (weights.Readers[node] is { Length: > 0 } readers)
            {
                var product = NodeProduct(deferred.ElementAtOrDefault(node + 1), Masked(nodes[node], mask), weights.OfReaders[node]!);
                var parts = readers.Length == 1 ? [product] : product.chunk(readers.Length, 1);
                for (var i = 0; i < readers.Length; i++)
                {
                    products[readers[i]] = parts[i];
                }
            }
        }

        return CellOutput(inputs, nodes);
    }

    private Native NodeProduct(DeferredProduct? deferred, Native input, Native weight)
    {
        if (deferred is null)
        {
            return Full(Operand(input).mm(weight));
        }

        var zero = deferred.Slices[deferred.Inputs.Count];
        deferred.Inputs.Add(input.detach());
        return ProductPlus(zero, input, weight);
    }

    private Native ProductPlus(Native addend, Native input, Native weight) =>
        IsMixed ? addend.add(Full(Operand(input).mm(weight))) : addend.addmm(input, weight);

    /// <summary>The weight gradients that waited: one product each over all time steps.</summary>
    private void AddDeferredGradients()
    {
        using var memory = NewDisposeScope();
        using var constant = no_grad();
        foreach (var product in _deferred.Where(product => product.Addend.grad is not null))
        {
            var input = Operand(cat(product.Inputs)).t();
            foreach (var (weight, slope) in product.Weights.Zip(product.Addend.grad!.chunk(product.Weights.Length, 1)))
            {
                var gradient = Full(input.mm(Operand(slope)));
                if (weight.Native.grad is { } other)
                {
                    other.add_(gradient);
                }
                else
                {
                    weight.Native.grad = gradient.MoveToOuterDisposeScope();
                }
            }
        }
    }

    private Native Highway(RecurrentCellInputs inputs, int node, Native product, Native carried)
    {
        if (inputs.NodeBatchNormGammas.Count > 0)
        {
            product = Normalised(product, inputs.NodeBatchNormGammas[node], inputs.NodeBatchNormBetas[node], inputs.BatchNormEpsilon);
        }

        var halves = product.chunk(2, 1);
        var candidate = inputs.Activations[node] switch
        {
            Activation.Tanh => halves[1].tanh(),
            Activation.Relu => F.relu(halves[1]),
            Activation.Sigmoid => halves[1].sigmoid(),
            Activation.Identity => halves[1],
            _ => throw new ArgumentOutOfRangeException(nameof(inputs)),
        };
        return lerp(carried, candidate, halves[0].sigmoid());
    }

    private Native CellOutput(RecurrentCellInputs inputs, Native[] nodes)
    {
        var output = inputs.OutputNodes.Count == 1
            ? nodes[inputs.OutputNodes[0]]
            : stack(inputs.OutputNodes.Select(node => nodes[node])).mean([0L]);
        if (inputs.BatchNormGamma is { } gamma)
        {
            output = Normalised(output, gamma, inputs.BatchNormBeta!, inputs.BatchNormEpsilon);
        }

        return inputs.HiddenNormLimit is { } limit ? LimitRowNorm(output, limit) : output;
    }

    private static Native Masked(Native a, Native? mask) => mask is null ? a : a.mul(mask);

    private static void CheckCell(RecurrentCellInputs inputs)
    {
        var width = inputs.InitialState.Shape.Columns;
        var product = new TensorShape(width, 2 * width);
        var fits = inputs.Sources.Count == inputs.Activations.Count
            && inputs.NodeWeights.Count == inputs.Sources.Count - 1
            && inputs.Input.Shape.Rows == inputs.TimeSteps * inputs.Batch
            && inputs.InitialState.Shape.Rows == inputs.Batch
            && inputs.InputWeight.Shape == new TensorShape(inputs.Input.Shape.Columns, 2 * width)
            && inputs.StateWeight.Shape == product
            && inputs.NodeWeights.All(w => w.Shape == product)
            && (inputs.HiddenMask is null || inputs.HiddenMask.Shape == inputs.InitialState.Shape);
        if (!fits)
        {
            throw new ArgumentException($"RecurrentCell: input {inputs.Input.Shape}, state {inputs.InitialState.Shape}, "
                + $"Wx {inputs.InputWeight.Shape}, Wh {inputs.StateWeight.Shape} and {inputs.NodeWeights.Count} "
                + $"node weights do not go together for {inputs.TimeSteps} steps of {inputs.Batch} rows and {inputs.Sources.Count} nodes.");
        }
    }

    /// <summary>
    /// A product whose weights are constants of the tape. What is added to it takes their place: the gradient of the addend is that of the
    /// product, and the weights' own is inputsᵀ · it, once for all time steps instead of a product and a sum over the whole
    /// weight for each.
    /// </summary>
    /// <param name="Weights">Side by side in the product.</param>
    /// <param name="Addend">[T·B, 2H · weights]: the projected input, or zeros.</param>
    /// <param name="Slices">The zeros of each time step; empty for the projected input.</param>
    private sealed record DeferredProduct(TorchTensor[] Weights, Native Addend, Native[] Slices)
    {
        /// <summary>The left operands so far, by time step.</summary>
        public List<Native> Inputs { get; } = [];
    }

    /// <summary>The weights of a cell as its products take them.</summary>
    /// <param name="Input">Wx.</param>
    /// <param name="State">Wh.</param>
    /// <param name="Readers">For each node, the later nodes that read it, ascending.</param>
    /// <param name="OfReaders">For each node, the weights of its readers side by side [H, readers · 2H]; null without readers.</param>
    private sealed record CellWeights(Native Input, Native State, int[][] Readers, Native?[] OfReaders)
    {
        public static CellWeights Of(RecurrentCellInputs inputs, Func<Tensor, Native> whole, bool isDeferred)
        {
            Native operand(Tensor weight) => isDeferred ? whole(weight).detach() : whole(weight);
            var count = inputs.Sources.Count;
            var readers = Enumerable.Range(0, count)
                .Select(node => Enumerable.Range(1, count - 1).Where(reader => inputs.Sources[reader] == node).ToArray()).ToArray();
            var together = readers.Select(of => of.Length switch
            {
                0 => null,
                1 => operand(inputs.NodeWeights[of[0] - 1]),
                _ => cat([.. of.Select(reader => operand(inputs.NodeWeights[reader - 1]))], 1),
            }).ToArray();
            return new CellWeights(whole(inputs.InputWeight), operand(inputs.StateWeight), readers, together);
        }
    }
}
