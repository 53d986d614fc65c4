namespace Enas.Backends.Cpu.Kernels;

/// <summary>op(M) of a row-major matrix M: M itself or its transpose.</summary>
/// <param name="data">M's first element.</param>
/// <param name="stride">Distance of M's rows.</param>
/// <param name="transposed">Whether op transposes.</param>
internal readonly unsafe struct MatrixView(float* data, nint stride, bool transposed = false)
{
    public readonly float* Data = data;
    public readonly nint Stride = stride;
    public readonly bool Transposed = transposed;

    /// <summary>Address of op(M)[row, column].</summary>
    public float* At(nint row, nint column) => Transposed ? Data + (column * Stride) + row : Data + (row * Stride) + column;

    /// <summary>The view whose [0, 0] is this one's [row, column].</summary>
    public MatrixView From(nint row, nint column) => new(At(row, column), Stride, Transposed);
}
