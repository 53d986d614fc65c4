namespace Enas.Pipeline.Networks.Onnx;

/// <summary>The standardisation of pixels as the first nodes of a model.</summary>
internal static class OnnxNormalisation
{
    private const float LargestValue = 255;

    /// <summary>Adds the input <c>images</c> [batch, C, H, W]; returns the name of what the network takes: (value - mean) / deviation of
    /// the channel.</summary>
    public static string Input(OnnxGraph graph, ImageShape shape, ImageNormalisation? normalisation)
    {
        string Images(int elementType) => graph.Input("images", elementType, "batch", shape.Channels, shape.Height, shape.Width);
        return normalisation?.Input switch
        {
            ImageInputs.Bytes => Standardised(graph, graph.Node("Cast", [Images(OnnxGraph.UInt8)],
                OnnxAttribute.Of("to", (long)OnnxGraph.Float32)), normalisation),
            ImageInputs.Unit => Standardised(graph, graph.Node("Mul", [Images(OnnxGraph.Float32),
                graph.Constant("input/largest", [1], [LargestValue])]), normalisation),
            _ => Images(OnnxGraph.Float32),
        };
    }

    private static string Standardised(OnnxGraph graph, string values, ImageNormalisation normalisation)
    {
        string Channels(string key, IReadOnlyList<double> of) =>
            graph.Constant(key, [1, of.Count, 1, 1], [.. of.Select(value => (float)value)]);
        var centred = graph.Node("Sub", [values, Channels("input/means", normalisation.Means)]);
        return graph.Node("Div", [centred, Channels("input/deviations", normalisation.Deviations)]);
    }
}
