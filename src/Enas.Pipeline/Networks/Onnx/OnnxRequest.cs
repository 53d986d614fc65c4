using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Networks.Onnx;

/// <summary>A trained network that is to be taken away.</summary>
/// <param name="Space">Its space.</param>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Job">The job that trained it.</param>
/// <param name="Shape">Gives the shape of its images, where it has some; asked only then.</param>
/// <param name="Tensors">A checkpoint's tensors.</param>
/// <param name="Prefix">What the names of the wanted network's tensors begin with.</param>
/// <param name="Metadata">Properties of the model.</param>
public sealed record OnnxRequest(
    SearchSpace Space,
    Architecture Architecture,
    JobOptions Job,
    Func<ImageShape> Shape,
    IReadOnlyList<CheckpointTensor> Tensors,
    string Prefix,
    IReadOnlyList<KeyValuePair<string, string>> Metadata)
{
    /// <summary>Images: what the model does to its input first; null for nothing.</summary>
    public ImageNormalisation? Normalisation { get; init; }
}
