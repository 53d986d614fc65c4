using Enas.Backends.Cpu.Memory;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>Room for packed planes and weights that one operation after another uses; it grows to the largest and stays.</summary>
internal sealed unsafe class ImageWorkspace(int threads) : IDisposable
{
    private readonly NativeBuffer?[] _rooms = new NativeBuffer?[threads + 1];

    /// <summary>Bytes held.</summary>
    public long Bytes { get; private set; }

    /// <summary>Room that all threads read.</summary>
    public float* Shared => _rooms[^1]!.Data;

    /// <summary>Room of one thread.</summary>
    public float* Own(int thread) => _rooms[thread]!.Data;

    /// <summary>Makes room; only the thread that drives the backend asks. What was there before is gone.</summary>
    /// <param name="own">Floats for each thread.</param>
    /// <param name="shared">Floats for all.</param>
    public void Reserve(long own, long shared)
    {
        for (var i = 0; i < _rooms.Length; i++)
        {
            var count = Math.Max(i == _rooms.Length - 1 ? shared : own, 1);
            if ((_rooms[i]?.Bytes ?? 0) < count * sizeof(float))
            {
                Bytes -= _rooms[i]?.Bytes ?? 0;
                _rooms[i]?.Dispose();
                _rooms[i] = new NativeBuffer(count + (count / 8));
                Bytes += _rooms[i]!.Bytes;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        for (var i = 0; i < _rooms.Length; i++)
        {
            _rooms[i]?.Dispose();
            _rooms[i] = null;
        }

        Bytes = 0;
    }
}
