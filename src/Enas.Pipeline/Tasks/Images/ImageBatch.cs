namespace Enas.Pipeline.Tasks.Images;

/// <summary>Images ready for a network.</summary>
/// <param name="Pixels">[N, C, H, W], standardised.</param>
/// <param name="Labels">[N].</param>
internal sealed record ImageBatch(float[] Pixels, int[] Labels)
{
    /// <summary>N.</summary>
    public int Count => Labels.Length;
}
