namespace Enas.Backends.Torch;

/// <summary>How matrix products and convolutions are computed. Weights, gradients and sums are float32 in all of them.</summary>
public enum TorchPrecision
{
    /// <summary>float32 throughout.</summary>
    F32,

    /// <summary>float32 inputs rounded to TensorFloat-32 (10 bits of mantissa) inside products, on GPUs that have
    /// it; float32 elsewhere.</summary>
    Tf32,

    /// <summary>Mixed precision: inputs of products rounded to bfloat16 (7 bits of mantissa), everything else float32.</summary>
    Bf16,
}
