namespace Enas.Pipeline.Tensors;

/// <summary>A batch norm over images with the statistics it used.</summary>
/// <param name="Output">The normalised images [N, C, H, W].</param>
/// <param name="Mean">Mean of each channel over N, H and W [1, C]; a constant, no gradient flows through it.</param>
/// <param name="Variance">Biased variance of each channel over N, H and W [1, C]; a constant.</param>
public readonly record struct BatchNormImagesResult(Tensor Output, Tensor Mean, Tensor Variance);
