using Enas.Backends.Cpu.Memory;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>Packing room of one thread.</summary>
internal sealed unsafe class GemmWorkspace : IDisposable
{
    /// <summary>Depth of one packed block; later blocks of the chain start from C, so it has no influence on bits.</summary>
    public const int BlockDepth = 256;

    /// <summary>Columns of one packed block of B: with <see cref="BlockDepth"/>, what a second-level cache holds.</summary>
    public const int BlockColumns = 12 * GemmTile.PanelColumns;

    /// <summary>Rows of A packed at once when B is packed beforehand.</summary>
    public const int BlockRows = 128;

    // Packing writes whole vectors, so the last ones may reach beyond the packed rows.
    private readonly NativeBuffer _rows = new((BlockRows * BlockDepth) + GemmTile.MaximumRows);
    private readonly NativeBuffer _columns = new(BlockColumns * BlockDepth);

    /// <summary>Room for packed rows of A.</summary>
    public float* Rows => _rows.Data;

    /// <summary>Room for packed columns of B.</summary>
    public float* Columns => _columns.Data;

    /// <summary>Bytes held.</summary>
    public long Bytes => _rows.Bytes + _columns.Bytes;

    /// <inheritdoc />
    public void Dispose()
    {
        _rows.Dispose();
        _columns.Dispose();
    }
}
