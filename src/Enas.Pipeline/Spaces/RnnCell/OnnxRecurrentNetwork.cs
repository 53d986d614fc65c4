using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>Recurrent language models as ONNX models (https://onnx.ai), see <see cref="OnnxModels"/>.</summary>
internal static class OnnxRecurrentNetwork
{
    /// <summary>
    /// A recurrent language model. Inputs <c>tokens</c> int64 [time, batch] and <c>state</c> [batch, H], zeros at the start of a text;
    /// outputs
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
    public static byte[] Of(
        RnnCellSpace space,
        Architecture architecture,
        RecurrentNetworkOptions options,
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
        return OnnxModels.Model(graph, metadata);
    }
}
