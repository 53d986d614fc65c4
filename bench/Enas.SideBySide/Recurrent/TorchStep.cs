using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace Enas.SideBySide.Recurrent;

/// <summary>The step as a user of TorchSharp writes it: eager operations, autograd, clip_grad_norm_, descent on what
/// has a gradient.</summary>
internal sealed class TorchStep : ISide
{
    private readonly StepSize _size;
    private readonly RnnCellSpace _space;
    private readonly Embedding _lookup;
    private readonly Parameter _embedding;
    private readonly Parameter _bias;
    private readonly Parameter _input;
    private readonly Parameter _state;
    private readonly Parameter[][] _edges;
    private Tensor _carried;
    private double _loss;
    private double _norm;

    public TorchStep(StepSize size, int threads)
    {
        torch.set_num_threads(threads);
        (_size, _space) = (size, size.Space());
        var h = size.Hidden;
        _embedding = Weight("embedding", size.Words, h);
        _lookup = nn.Embedding(size.Words, h);
        _lookup.weight = _embedding;
        _bias = Weight("bias", size.Words);
        _input = Weight("x", h, 2 * h);
        _state = Weight("h", h, 2 * h);
        _edges = [.. Enumerable.Range(0, size.Nodes).Select(node => Enumerable.Range(0, node).Select(from =>
            Weight($"node{node}/from{from}", h, 2 * h)).ToArray())];
        _carried = zeros(StepSize.Batch, h);
    }

    public void Run(int number)
    {
        using var step = NewDisposeScope();
        var cell = StepSize.Cell(_space, number);
        var (inputs, targets) = _size.Tokens(number);
        var states = States(cell, _lookup.forward(from_array(inputs).view(StepSize.TimeSteps, StepSize.Batch)));
        var logits = states.view(-1, _size.Hidden).matmul(_embedding.t()) + _bias;
        var loss = F.cross_entropy(logits, from_array(targets).to(ScalarType.Int64));
        loss.backward();
        Parameter[] active = [_embedding,
            _bias, _input, _state, .. Enumerable.Range(1, cell.NodeCount - 1).Select(node => _edges[node][cell.Sources[node]])];
        _norm = nn.utils.clip_grad_norm_(active, StepSize.ClipNorm);
        using (no_grad())
        {
            foreach (var weight in active)
            {
                weight.add_(weight.grad!, alpha: -StepSize.LearningRate);
                weight.grad = null;
            }
        }

        _loss = loss.item<float>();
        _carried.Dispose();
        _carried = states[-1].detach().clone().MoveToOuterDisposeScope();
    }

    public double[] Results() => [_loss, _norm];

    public void Dispose()
    {
        _lookup.Dispose();
        _carried.Dispose();
        foreach (var weight in (Parameter[])[_embedding, _bias, _input, _state, .. _edges.SelectMany(edges => edges)])
        {
            weight.Dispose();
        }
    }

    /// <summary>h of every time step, [T, B, H].</summary>
    private Tensor States(RecurrentCell cell, Tensor embedded)
    {
        var looseEnds = _space.OutputNodes(cell);
        var h = _carried;
        var outputs = new List<Tensor>();
        for (var t = 0; t < StepSize.TimeSteps; t++)
        {
            List<Tensor> nodes = [Highway(embedded[t].matmul(_input) + h.matmul(_state), h, cell.Activations[0])];
            for (var node = 1; node < cell.NodeCount; node++)
            {
                var source = nodes[cell.Sources[node]];
                nodes.Add(Highway(source.matmul(_edges[node][cell.Sources[node]]), source, cell.Activations[node]));
            }

            h = stack(looseEnds.Select(node => nodes[node])).mean([0]);
            outputs.Add(h);
        }

        return stack(outputs);
    }

    private static Tensor Highway(Tensor product, Tensor carried, Activation activation)
    {
        var halves = product.chunk(2, 1);
        var gate = sigmoid(halves[0]);
        var candidate = activation switch
        {
            Activation.Tanh => tanh(halves[1]),
            Activation.Relu => F.relu(halves[1]),
            Activation.Sigmoid => sigmoid(halves[1]),
            _ => halves[1],
        };
        return carried + (gate * (candidate - carried));
    }

    private static Parameter Weight(string key, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return new Parameter(tensor(StepSize.Weight(key, checked((int)count)), shape));
    }
}
