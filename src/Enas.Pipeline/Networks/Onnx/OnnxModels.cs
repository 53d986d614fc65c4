using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks.Onnx;

/// <summary>Networks as ONNX models (https://onnx.ai), to be used without this program: operator set 17, any batch size.</summary>
public static class OnnxModels
{
    /// <summary>The operator set; a later one changes operators that are used here.</summary>
    public const int OperatorSet = 17;

    private const int IrVersion = 8;

    /// <summary>
    /// A recurrent language model. Inputs <c>tokens</c> int64 [time, batch] and <c>state</c> [batch, H], zeros at the start of
    /// a text; outputs
    /// <c>logits</c> [time, batch, V] and <c>next_state</c>. With batch norm the outputs of a sequence depend on the others in its batch,
    /// as here.
    /// </summary>
    /// <param name="space">The space of the cell.</param>
    /// <param name="architecture">The cell.</param>
    /// <param name="options">The network that was trained.</param>
    /// <param name="tensors">A checkpoint's tensors.</param>
    /// <param name="prefix">What the names of the wanted weights begin with.</param>
    /// <param name="metadata">Properties of the model.</param>
    /// <exception cref="ArgumentException">The checkpoint is of another network.</exception>
    public static byte[] Recurrent(
        RnnCellSpace space,
        Architecture architecture,
        NetworkOptions options,
        IReadOnlyList<CheckpointTensor> tensors,
        string prefix,
        IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        var (weights, cell) = (new OnnxWeights(tensors, prefix), space.Cell(architecture));
        var graph = new OnnxGraph("network");
        string Weight(string key) => graph.Constant(key, weights[key].Shape, weights[key].Values.Span);
        var tokens = graph.Input("tokens", OnnxGraph.Int64, "time", "batch");
        var state = graph.Input("state", OnnxGraph.Float32, "batch", options.Hidden);
        var embedded = graph.Node("Gather", [Weight(RecurrentWeightKeys.Embedding), tokens], OnnxAttribute.Of("axis", 0L));
        var projected = graph.Node("MatMul", [embedded, Weight(RecurrentWeightKeys.First("x", options.Sharing, cell.Activations[0]))]);
        var body = OnnxRecurrentCell.Body(graph, weights, options, cell, space.OutputNodes(cell));
        var scanned = graph.Node("Scan", 2, [state, projected], OnnxAttribute.Of("body", body), OnnxAttribute.Of("num_scan_inputs", 1L));
        var decoder = Weight(options.TiedDecoder ? RecurrentWeightKeys.Embedding : RecurrentWeightKeys.Decoder);
        var logits = graph.Node("MatMul", [scanned[1], graph.Node("Transpose", [decoder], OnnxAttribute.Of("perm", 1, 0))]);
        var vocabulary = weights[RecurrentWeightKeys.Embedding].Shape[0];
        graph.Output(options.DecoderBias ? graph.Node("Add", [logits, Weight(RecurrentWeightKeys.DecoderBias)])
            : logits, "logits", OnnxGraph.Float32, "time", "batch", vocabulary);
        graph.Output(scanned[0], "next_state", OnnxGraph.Float32, "batch", options.Hidden);
        return Model(graph, metadata);
    }

    /// <summary>
    /// A convolutional network. Input <c>images</c> [batch, channels, height, width], normalised as in training; output <c>logits</c>
    /// [batch, classes]. Batch norm takes the running statistics where the checkpoint has them, else those of the batch at hand.
    /// </summary>
    /// <param name="space">The macro or micro space.</param>
    /// <param name="architecture">The network.</param>
    /// <param name="options">The network that was trained.</param>
    /// <param name="shape">Images and classes.</param>
    /// <param name="tensors">A checkpoint's tensors.</param>
    /// <param name="prefix">What the names of the wanted network's tensors begin with.</param>
    /// <param name="metadata">Properties of the model.</param>
    /// <exception cref="ArgumentException">The checkpoint is of another network.</exception>
    public static byte[] Images(
        SearchSpace space,
        Architecture architecture,
        ImageNetworkOptions options,
        ImageShape shape,
        IReadOnlyList<CheckpointTensor> tensors,
        string prefix,
        IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        var network = ImageNetworkFamily.Of(space).GraphOf(architecture, options, shape.ClassCount);
        var graph = new OnnxGraph("network");
        var statistics = new OnnxWeights(tensors, prefix + "running/");
        var layers = new OnnxLayers(
            graph, new OnnxWeights(tensors, prefix + "weights/"), statistics.IsEmpty ? null : statistics, (float)options.BatchNormEpsilon);
        var images = graph.Input("images", OnnxGraph.Float32, "batch", shape.Channels, shape.Height, shape.Width);
        var outputs = network.Run(layers, OnnxLayers.Input(images, new TensorShape(1, shape.Channels, shape.Height, shape.Width)));
        graph.Output(OnnxLayers.NameOf(outputs.Logits), "logits", OnnxGraph.Float32, "batch", shape.ClassCount);
        return Model(graph, metadata);
    }

    /// <summary>Why a network that was trained with these options cannot be an ONNX model; null where it can.</summary>
    public static string? RefusalOf(ImageNetworkOptions options) => options.BatchNorm == BatchNormPolicies.Recalibrated
        ? "the network was trained with train.network.batchNorm \"recalibrated\", whose "
            + "statistics are measured anew for each evaluation and are in no checkpoint; train it with \"running\" to take it away as ONNX"
        : null;

    // ModelProto.
    private static byte[] Model(OnnxGraph graph, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        var model = new ProtobufMessage()
            .Integer(1, IrVersion)
            .Text(2, "enas")
            .Message(7, graph.ToMessage())
            .Message(8, new ProtobufMessage().Text(1, string.Empty).Integer(2, OperatorSet));
        foreach (var (key, value) in metadata)
        {
            model.Message(14, new ProtobufMessage().Text(1, key).Text(2, value));
        }

        return model.ToBytes();
    }
}
