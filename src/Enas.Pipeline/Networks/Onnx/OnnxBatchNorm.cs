namespace Enas.Pipeline.Networks.Onnx;

/// <summary>Batch norm by the statistics of the batch at hand, which ONNX has no operator for.</summary>
internal static class OnnxBatchNorm
{
    /// <summary>y = γ (x - mean) / √(variance + ε) + β over the axes, biased variance; returns the name of y.</summary>
    public static string OfBatch(OnnxGraph graph, string x, string gamma, string beta, float epsilon, OnnxAttribute axes)
    {
        var centred = graph.Node("Sub", [x, graph.Node("ReduceMean", [x], axes)]);
        var variance = graph.Node("ReduceMean", [graph.Node("Mul", [centred, centred])], axes);
        var deviation = graph.Node("Sqrt", [graph.Node("Add", [variance, graph.Constant($"{x}/epsilon", [1], [epsilon])])]);
        return graph.Node("Add", [graph.Node("Mul", [graph.Node("Div", [centred, deviation]), gamma]), beta]);
    }
}
