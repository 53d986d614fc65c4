using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Memory;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Probes;

/// <summary>A matrix product that is ready to be run many times.</summary>
internal interface IPreparedProduct : IDisposable
{
    /// <summary>Runs it once.</summary>
    void Run();
}

/// <summary>C [m, n] = A [m, k]·B with B packed beforehand; the values are small and fixed.</summary>
internal sealed unsafe class PackedProduct : IPreparedProduct
{
    private readonly Gemm _gemm;
    private readonly int _rows;
    private readonly NativeBuffer _a;
    private readonly NativeBuffer _b;
    private readonly NativeBuffer _packed;
    private readonly NativeBuffer _c;
    private readonly PackedMatrix _right;

    public PackedProduct(WorkerPool pool, Gemm gemm, int rows, int depth, int columns, bool transposed)
    {
        (_gemm, _rows) = (gemm, rows);
        _a = Filled((long)rows * depth);
        _b = Filled((long)depth * columns);
        _packed = new NativeBuffer(PackedMatrix.Size(depth, columns));
        _c = new NativeBuffer((long)rows * columns);
        _right = PackedMatrix.Pack(pool, new MatrixView(_b.Data, transposed ? depth : columns, transposed), depth, columns, _packed.Data);
    }

    /// <inheritdoc />
    public void Run() => _gemm.Multiply(_rows, new MatrixView(_a.Data, _right.Depth), _right, _c.Data, _right.Columns, accumulate: false);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var buffer in (NativeBuffer[])[_a, _b, _packed, _c])
        {
            buffer.Dispose();
        }
    }

    private static NativeBuffer Filled(long count)
    {
        var buffer = new NativeBuffer(count);
        for (var i = 0L; i < count; i++)
        {
            buffer.Data[i] = ((i * 37 % 64) - 32) / 64f;
        }

        return buffer;
    }
}
