using System.Runtime.InteropServices;

namespace Enas.Backends.Cpu.Memory;

/// <summary>Aligned floats outside the managed heap that live until disposed: parameters and packing room.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private float* _data;

    /// <summary>Room for <paramref name="count"/> floats, zero-filled.</summary>
    public NativeBuffer(long count)
    {
        Bytes = Math.Max(count, 1) * sizeof(float);
        _data = (float*)NativePages.Allocate(Bytes);
        NativeMemory.Clear(_data, (nuint)Bytes);
    }

    ~NativeBuffer() => Free();

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The first float; null after <see cref="Dispose"/>.</summary>
    public float* Data => _data;

    /// <inheritdoc />
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativePages.Free(_data);
        _data = null;
    }
}
