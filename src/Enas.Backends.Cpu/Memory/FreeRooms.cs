namespace Enas.Backends.Cpu.Memory;

/// <summary>Pieces of a step's memory that were given back within the step. Neighbours are joined, and the smallest piece that is large
/// enough is taken, so what stays over is never far from nothing. Some dozens of pieces at most: looked through one by one.</summary>
internal sealed unsafe class FreeRooms
{
    private readonly List<Room> _rooms = [];

    /// <summary>Adds a piece, joined with what lies directly before and after it.</summary>
    public void Add(byte* start, long bytes)
    {
        for (var i = _rooms.Count - 1; i >= 0; i--)
        {
            var room = _rooms[i];
            if (room.End == start || room.Start == start + bytes)
            {
                start = room.Start < start ? room.Start : start;
                bytes += room.Bytes;
                RemoveAt(i);
            }
        }

        _rooms.Add(new Room(start, bytes));
    }

    /// <summary>The start of a piece of this size, or null where none is large enough.</summary>
    public byte* Take(long bytes)
    {
        var best = -1;
        for (var i = 0; i < _rooms.Count; i++)
        {
            if (_rooms[i].Bytes >= bytes && (best < 0 || _rooms[i].Bytes < _rooms[best].Bytes))
            {
                best = i;
            }
        }

        if (best < 0)
        {
            return null;
        }

        var start = _rooms[best].Start;
        var rest = _rooms[best].Bytes - bytes;
        if (rest == 0)
        {
            RemoveAt(best);
        }
        else
        {
            _rooms[best] = new Room(start + bytes, rest);
        }

        return start;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _rooms.Clear();

    private void RemoveAt(int index)
    {
        _rooms[index] = _rooms[^1];
        _rooms.RemoveAt(_rooms.Count - 1);
    }

    private readonly struct Room(byte* start, long bytes)
    {
        public readonly byte* Start = start;
        public readonly long Bytes = bytes;

        public byte* End => Start + Bytes;
    }
}
