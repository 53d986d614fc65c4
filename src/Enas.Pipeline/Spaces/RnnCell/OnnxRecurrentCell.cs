using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>One time step of a recurrent cell as an ONNX graph: the body of a Scan over the sequence (<see cref="RecurrentCellInputs"/> has
/// the formulas).</summary>
internal sealed class OnnxRecurrentCell
{
    private readonly OnnxGraph _graph = new("step");
    private readonly OnnxWeights _weights;
    private readonly RecurrentNetworkOptions _options;
    private readonly RecurrentCell _cell;
    private readonly OnnxGraph _outer;

    private OnnxRecurrentCell(OnnxGraph outer, OnnxWeights weights, RecurrentNetworkOptions options, RecurrentCell cell) =>
        (_outer, _weights, _options, _cell) = (outer, weights, options, cell);

    /// <summary>The body: state [B, H], projected input [B, 2H] → state, state.</summary>
    /// <param name="outer">The graph around it, which gets the constants.</param>
    /// <param name="options">The network's.</param>
    /// <param name="outputNodes">The nodes whose mean is the output.</param>
    public static OnnxGraph Body(
        OnnxGraph outer, OnnxWeights weights, RecurrentNetworkOptions options, RecurrentCell cell, IReadOnlyList<int> outputNodes) =>
        new OnnxRecurrentCell(outer, weights, options, cell).Write(outputNodes);

    private OnnxGraph Write(IReadOnlyList<int> outputNodes)
    {
        var state = _graph.Input("step/state", OnnxGraph.Float32, "batch", _options.Hidden);
        var projected = _graph.Input("step/projected", OnnxGraph.Float32, "batch", 2 * _options.Hidden);
        var nodes = new string[_cell.NodeCount];
        var first = Weight(RecurrentWeightKeys.First("h", _options.Sharing, _cell.Activations[0]));
        nodes[0] = Highway(0, _graph.Node("Add", [projected, _graph.Node("MatMul", [state, first])]), state);
        for (var node = 1; node < nodes.Length; node++)
        {
            var source = nodes[_cell.Sources[node]];
            var weight = Weight(RecurrentWeightKeys.Edge(node, _cell.Sources[node], _options.Sharing, _cell.Activations[node]));
            nodes[node] = Highway(node, _graph.Node("MatMul", [source, weight]), source);
        }

        var output = Limited(Normalized(_graph.Node("Mean", [.. outputNodes.Select(node => nodes[node])])));
        _graph.Output(output, "step/next", OnnxGraph.Float32, "batch", _options.Hidden);
        _graph.Output(output, "step/output", OnnxGraph.Float32, "batch", _options.Hidden);
        return _graph;
    }

    private string Highway(int node, string product, string carried)
    {
        if (_options.BatchNorm == "nodes-and-average")
        {
            product = BatchNorm(product, RecurrentWeightKeys.NodeNorm(node, "gamma"), RecurrentWeightKeys.NodeNorm(node, "beta"));
        }

        var halves = _graph.Node("Split", 2, [product], OnnxAttribute.Of("axis", 1L));
        var candidate = _cell.Activations[node] switch
        {
            Activation.Tanh => _graph.Node("Tanh", [halves[1]]),
            Activation.Relu => _graph.Node("Relu", [halves[1]]),
            Activation.Sigmoid => _graph.Node("Sigmoid", [halves[1]]),
            _ => halves[1],
        };
        var change = _graph.Node("Mul", [_graph.Node("Sigmoid", [halves[0]]), _graph.Node("Sub", [candidate, carried])]);
        return _graph.Node("Add", [carried, change]);
    }

    private string Normalized(string mean) =>
        _options.BatchNorm == "none" ? mean : BatchNorm(mean, RecurrentWeightKeys.AverageGamma, RecurrentWeightKeys.AverageBeta);

    private string BatchNorm(string x, string gamma, string beta) =>
        OnnxBatchNorm.OfBatch(_graph, x, Weight(gamma), Weight(beta), (float)_options.BatchNormEpsilon, OnnxAttribute.Of("axes", [0L]));

    // limit / max(norm, limit): 1 where the norm is within the limit.
    private string Limited(string x)
    {
        if (_options.HiddenNormLimit <= 0)
        {
            return x;
        }

        var limit = _outer.Constant("limit", [1], [(float)_options.HiddenNormLimit]);
        var norm = _graph.Node("ReduceL2", [x], OnnxAttribute.Of("axes", [1L]));
        return _graph.Node("Mul", [x, _graph.Node("Div", [limit, _graph.Node("Max", [norm, limit])])]);
    }

    private string Weight(string key)
    {
        var tensor = _weights[key];
        return _outer.Constant(key, tensor.Shape, tensor.Values.Span);
    }
}
