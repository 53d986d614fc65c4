using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Networks.Onnx;

/// <summary>The weights that an export takes, by their keys.</summary>
internal sealed class OnnxWeights
{
    private readonly SortedDictionary<string, CheckpointTensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>The tensors whose names start with the prefix, without it.</summary>
    public OnnxWeights(IEnumerable<CheckpointTensor> tensors, string prefix)
    {
        foreach (var tensor in tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            _tensors[tensor.Name[prefix.Length..]] = tensor;
        }
    }

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _tensors.Count == 0;

    /// <summary>The weight of a key.</summary>
    /// <exception cref="ArgumentException">The checkpoint has none: it is of another network.</exception>
    public CheckpointTensor this[string key] =>
        _tensors.TryGetValue(key, out var tensor)
            ? tensor : throw new ArgumentException($"the checkpoint has no weight {key}: it is of another network");
}
