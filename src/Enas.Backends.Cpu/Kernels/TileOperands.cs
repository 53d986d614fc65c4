namespace Enas.Backends.Cpu.Kernels;

/// <summary>What a micro-kernel multiplies: one tile of C, the packed rows and the columns that go with it.</summary>
internal unsafe struct TileOperands
{
    /// <summary>Packed rows of op(A): [Depth][rows of the tile].</summary>
    public float* A;

    /// <summary>Rows of op(B), <see cref="BStride"/> apart, readable up to whole vectors of sixteen.</summary>
    public float* B;

    /// <summary>Distance of B's rows.</summary>
    public nint BStride;

    /// <summary>The tile.</summary>
    public float* C;

    /// <summary>Distance of C's rows.</summary>
    public nint CStride;

    /// <summary>Length of the chains.</summary>
    public nint Depth;

    /// <summary>Whether the chains start from C; from zero otherwise.</summary>
    public bool Accumulate;

    /// <summary>The tile of C that comes next: brought closer, never used.</summary>
    public float* NextC;

    /// <summary>Memory that will be read soon: <see cref="AheadStep"/> bytes of it are brought closer per depth index.</summary>
    public byte* Ahead;

    /// <summary>0 when nothing is to be brought closer.</summary>
    public nint AheadStep;
}
