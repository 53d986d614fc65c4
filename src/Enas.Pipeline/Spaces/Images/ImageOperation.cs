using Enas.Pipeline.Networks;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.Images;

/// <summary>An operation that a convolutional space can choose beside those that it ships with.</summary>
/// <param name="Name">Its name in job files and drawings: lower case, words joined by hyphens, a size as <c>3x3</c>.</param>
/// <param name="Run">What it makes of an image. Its weights have the keys that it gives them, which begin with
/// <see cref="ImageOperationInput.Key"/>.</param>
public sealed record ImageOperation(string Name, Func<ImageOperationInput, Tensor> Run);

/// <summary>What an operation works on.</summary>
/// <param name="Layers">The layers that it is made of. The same calls compute it, count it and export it.</param>
/// <param name="Key">Where the keys of its weights begin.</param>
/// <param name="X">The image, [N, C, H, W].</param>
/// <param name="Width">The channels that it must have afterwards.</param>
/// <param name="Stride">What its height and width are divided by, rounded up: 1, or 2 in a reduction cell.</param>
public sealed record ImageOperationInput(ImageLayers Layers, string Key, Tensor X, int Width, int Stride);
