namespace Enas.Backends.Cpu.Memory;

/// <summary>
/// Memory of one step: handed out in order, taken back all at once when the step ends, and kept for the next step. What is given back
/// before is handed out again. Chunks never move, so pointers stay good until then. Only the thread that drives the backend allocates.
/// </summary>
internal sealed unsafe class StepArena : IDisposable
{
    private const long Alignment = 64;
    private const long SmallestChunk = 1 << 20;

    private readonly List<Chunk> _chunks = [];
    private readonly FreeRooms _free = new();
    private int _current;
    private long _used;

    /// <summary>Bytes held, used or not.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Uninitialised room for <paramref name="count"/> floats, aligned to a cache line.</summary>
    public float* Allocate(long count) => (float*)AllocateBytes(count * sizeof(float));

    /// <summary>Uninitialised room for anything, aligned to a cache line.</summary>
    public byte* AllocateBytes(long count)
    {
        var bytes = Whole(count);
        var again = _free.Take(bytes);
        if (again != null)
        {
            return again;
        }

        while (_current < _chunks.Count && _used + bytes > _chunks[_current].Bytes)
        {
            if (_used < _chunks[_current].Bytes)
            {
                _free.Add(_chunks[_current].Data + _used, _chunks[_current].Bytes - _used);
            }

            _current++;
            _used = 0;
        }

        if (_current == _chunks.Count)
        {
            AddChunk(bytes);
        }

        var start = _chunks[_current].Data + _used;
        _used += bytes;
        return start;
    }

    /// <summary>Takes back room for <paramref name="count"/> floats that this step handed out and nobody reads any more.</summary>
    public void GiveBack(float* room, long count) => _free.Add((byte*)room, Whole(count * sizeof(float)));

    /// <summary>Takes everything back. Pointers handed out before are dead.</summary>
    public void Reset()
    {
        _free.Clear();
        _current = 0;
        _used = 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var chunk in _chunks)
        {
            NativePages.Free(chunk.Data);
        }

        _chunks.Clear();
        HeldBytes = 0;
        Reset();
    }

    private static long Whole(long bytes) => (bytes + Alignment - 1) & ~(Alignment - 1);

    private void AddChunk(long bytes)
    {
        // Each new chunk is as large as all before it, so that their number stays logarithmic.
        var size = Math.Max(Math.Max(bytes, SmallestChunk), Math.Min(HeldBytes, 256L << 20));
        _chunks.Add(new Chunk(NativePages.Allocate(size), size));
        HeldBytes += size;
    }

    private readonly struct Chunk(byte* data, long bytes)
    {
        public readonly byte* Data = data;
        public readonly long Bytes = bytes;
    }
}
