namespace Enas.Storage;

/// <summary>
/// As much of Thrift's compact protocol as it takes to walk over a struct (thrift, doc/specs/thrift-compact-protocol.md). Bytes that end too
/// soon throw <see cref="IndexOutOfRangeException"/> or <see cref="ArgumentOutOfRangeException"/>, others that make no sense
/// <see cref="InvalidDataException"/>.
/// </summary>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private const int DeepestStruct = 16;
    private const int MostVarintBytes = 10;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Reads the header of the next field; false at the end of the struct.</summary>
    /// <param name="field">Number of the field before; then of this one.</param>
    /// <param name="type">Its type.</param>
    public bool TryReadField(ref int field, out int type)
    {
        var header = _bytes[Position++];
        type = header & 0xF;
        if (type == 0)
        {
            return false;
        }

        var delta = header >> 4;
        field = delta > 0 ? field + delta : checked((int)ReadInteger());
        return true;
    }

    /// <summary>Reads an integer of any width.</summary>
    public long ReadInteger()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Passes over a value.</summary>
    public void Skip(int type, int depth)
    {
        switch (type)
        {
            case 1 or 2:
                break;
            case 3:
                Position++;
                break;
            case 4 or 5 or 6:
                ReadVarint();
                break;
            case 7:
                Position += sizeof(double);
                break;
            case 8:
                var length = checked((int)ReadVarint());
                Position = checked(Position + length);
                break;
            case 9 or 10:
                SkipList(depth + 1);
                break;
            case 12:
                SkipStruct(depth + 1);
                break;
            default:
                throw new InvalidDataException($"a page header holds a value of type {type}");
        }
    }

    private void SkipStruct(int depth)
    {
        if (depth > DeepestStruct)
        {
            throw new InvalidDataException("a page header is nested too deeply");
        }

        for (var field = 0; TryReadField(ref field, out var type);)
        {
            Skip(type, depth);
        }
    }

    private void SkipList(int depth)
    {
        var header = _bytes[Position++];
        var count = header >> 4 == 0xF ? checked((int)ReadVarint()) : header >> 4;
        var type = (header & 0xF) is 1 or 2 ? 3 : header & 0xF;
        for (var i = 0; i < count; i++)
        {
            Skip(type, depth);
            if (Position > _bytes.Length)
            {
                throw new InvalidDataException("a list in a page header is longer than the page");
            }
        }
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var i = 0; i < MostVarintBytes; i++)
        {
            var part = _bytes[Position++];
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number in a page header is too long");
    }
}
