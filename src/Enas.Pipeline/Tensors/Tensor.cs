namespace Enas.Pipeline.Tensors;

/// <summary>
/// A float32 tensor that belongs to a backend. A parameter lives until it is released; every other tensor dies with the
/// <see cref="IStepScope"/> that made it, and using it later is an error.
/// </summary>
public abstract class Tensor
{
    /// <summary>The shape, row-major.</summary>
    public abstract TensorShape Shape { get; }
}
