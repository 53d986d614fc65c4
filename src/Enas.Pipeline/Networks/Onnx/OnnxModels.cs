using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks.Onnx;

/// <summary>Networks as ONNX models (https://onnx.ai), to be used without this program: operator set 17, any batch size.</summary>
internal static class OnnxModels
{
    /// <summary>The operator set; a later one changes operators that are used here.</summary>
    public const int OperatorSet = 17;

    private const int IrVersion = 8;

    /// <summary>
    /// A convolutional network. Input <c>images</c> [batch, channels, height, width], normalised as in training unless the model does that
    /// itself; output <c>logits</c> [batch, classes]. Batch norm takes the running statistics where the checkpoint has them, else
    /// those of the batch at hand.
    /// </summary>
    /// <param name="space">The macro or micro space.</param>
    /// <param name="architecture">The network.</param>
    /// <param name="options">The network that was trained.</param>
    /// <param name="shape">Images and classes.</param>
    /// <param name="tensors">A checkpoint's tensors.</param>
    /// <param name="prefix">What the names of the wanted network's tensors begin with.</param>
    /// <param name="metadata">Properties of the model.</param>
    /// <param name="normalisation">What the model does to its input first; null for nothing.</param>
    /// <exception cref="ArgumentException">The checkpoint is of another network.</exception>
    public static byte[] Images(
        SearchSpace space,
        Architecture architecture,
        ImageNetworkOptions options,
        ImageShape shape,
        IReadOnlyList<CheckpointTensor> tensors,
        string prefix,
        IReadOnlyList<KeyValuePair<string, string>> metadata,
        ImageNormalisation? normalisation = null)
    {
        var network = ImageNetworkFamily.Of(space).GraphOf(architecture, options, shape.ClassCount);
        var graph = new OnnxGraph("network");
        var statistics = new OnnxWeights(tensors, prefix + "running/");
        var layers = new OnnxLayers(
            graph, new OnnxWeights(tensors, prefix + "weights/"), statistics.IsEmpty ? null : statistics, (float)options.BatchNormEpsilon);
        var images = OnnxNormalisation.Input(graph, shape, normalisation);
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
    internal static byte[] Model(OnnxGraph graph, IReadOnlyList<KeyValuePair<string, string>> metadata)
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
