using Enas.Backends.Cpu.Memory;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>Packing room of one thread.</summary>
internal sealed unsafe class GemmWorkspace : IDisposable
{
    /// <summary>Depth of one packed block; later blocks of the chain start from C, so it has no influence on bits.</summary>
    public const int BlockDepth = 256;

    /// <summary>Most columns of one packed block of B: it is read once per <see cref="BlockRows"/>, panel by panel,
    /// each announced ahead.</summary>
    public const int BlockColumns = 42 * GemmTile.PanelColumns;

    /// <summary>Rows of A packed at once: with <see cref="BlockDepth"/>, a quarter of a second-level cache of 1 MiB.</summary>
    public const int BlockRows = 256;

    private readonly NativeBuffer _rows = new((BlockRows * BlockDepth) + GemmPacking.Overhang);
    private NativeBuffer? _columns;

    /// <summary>Room for packed rows of A.</summary>
    public float* Rows => _rows.Data;

    /// <summary>Bytes held.</summary>
    public long Bytes => _rows.Bytes + (_columns?.Bytes ?? 0);

    /// <summary>Room for that many columns of B, packed.</summary>
    public float* Columns(int columns)
    {
        var count = PackedMatrix.Size(BlockDepth, Math.Min(columns, BlockColumns));
        if (_columns is null || _columns.Bytes < count * sizeof(float))
        {
            _columns?.Dispose();
            _columns = new NativeBuffer(count);
        }

        return _columns.Data;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _rows.Dispose();
        _columns?.Dispose();
    }
}
