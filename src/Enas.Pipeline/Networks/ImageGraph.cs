using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>What a network says about images.</summary>
/// <param name="Logits">[N, classes].</param>
/// <param name="AuxiliaryLogits">[N, classes] of the auxiliary head; null outside training or without one.</param>
internal sealed record ImageOutputs(Tensor Logits, Tensor? AuxiliaryLogits);

/// <summary>A convolutional network of one architecture: the layers it calls, in a fixed order, and no others.</summary>
internal abstract class ImageGraph
{
    /// <summary>Runs the network on images [N, C, H, W].</summary>
    public abstract ImageOutputs Run(ImageLayers layers, Tensor images);
}
