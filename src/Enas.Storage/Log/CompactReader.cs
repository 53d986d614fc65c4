namespace Enas.Storage.Log;

/// <summary>Types of values in Thrift's compact protocol.</summary>
internal enum CompactType
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}

/// <summary>
/// As much of Thrift's compact protocol as Parquet's headers take (thrift, doc/specs/thrift-compact-protocol.md). Bytes that end too soon
/// or make no sense throw <see cref="InvalidDataException"/>. Each step takes at least one byte and makes room for nothing, so that any
/// bytes come to an end in time that grows with their number alone.
/// </summary>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private const int DeepestValue = 16;
    private const int MostVarintBytes = 10;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    private readonly int Left => _bytes.Length - Position;

    /// <summary>Reads the header of the next field; false at the end of the struct. Fields come in ascending order, each
    /// at most once.</summary>
    /// <param name="field">Number of the field before, 0 at the beginning; then of this one.</param>
    /// <param name="type">Its type.</param>
    public bool TryReadField(ref int field, out CompactType type)
    {
        var header = Next();
        type = (CompactType)(header & 0xF);
        if (type == CompactType.Stop)
        {
            return header == 0 ? false : throw new InvalidDataException("a struct does not end as it should");
        }

        var next = header >> 4 is > 0 and var delta ? field + delta : ReadInteger();
        if (next <= field || next > short.MaxValue)
        {
            throw new InvalidDataException($"field {next} of a struct follows field {field}");
        }

        field = (int)next;
        return true;
    }

    /// <summary>Reads an integer, of a field that must be one.</summary>
    public long ReadInteger(CompactType type) =>
        type is CompactType.Int16 or CompactType.Int32 or CompactType.Int64 ? ReadInteger() : throw Unexpected(type);

    /// <summary>Reads bytes, of a field that must be some.</summary>
    public ReadOnlySpan<byte> ReadBinary(CompactType type) => type == CompactType.Binary ? Take(ReadVarint()) : throw Unexpected(type);

    /// <summary>Reads the header of a list that must hold values of one type; returns how many.</summary>
    public int ReadListHeader(CompactType type, CompactType elements)
    {
        if (type != CompactType.List)
        {
            throw Unexpected(type);
        }

        var (count, held) = ReadListHeader();
        return held == elements || count == 0 ? count : throw Unexpected(held);
    }

    /// <summary>Checks that a field is a struct; its fields follow.</summary>
    public static void RequireStruct(CompactType type)
    {
        if (type != CompactType.Struct)
        {
            throw Unexpected(type);
        }
    }

    /// <summary>Passes over the value of a field.</summary>
    public void Skip(CompactType type) => Skip(type, depth: 0);

    private static InvalidDataException Unexpected(CompactType type) => new($"a field holds a value of type {type}");

    private void Skip(CompactType type, int depth)
    {
        if (depth > DeepestValue)
        {
            throw new InvalidDataException("a header is nested too deeply");
        }

        switch (type)
        {
            case CompactType.True or CompactType.False:
                break;
            case CompactType.Byte:
                Next();
                break;
            case CompactType.Int16 or CompactType.Int32 or CompactType.Int64:
                ReadVarint();
                break;
            case CompactType.Double:
                Take(sizeof(double));
                break;
            case CompactType.Binary:
                Take(ReadVarint());
                break;
            case CompactType.List or CompactType.Set:
                SkipList(depth);
                break;
            case CompactType.Struct:
                for (var field = 0; TryReadField(ref field, out var inner);)
                {
                    Skip(inner, depth + 1);
                }

                break;
            default:
                throw Unexpected(type);
        }
    }

    private void SkipList(int depth)
    {
        var (count, held) = ReadListHeader();
        for (var i = 0; i < count; i++)
        {
            // A truth value is a byte in a list; in a field its type says it all.
            Skip(held is CompactType.True or CompactType.False ? CompactType.Byte : held, depth + 1);
        }
    }

    // Every element takes a byte at least, so that no more are promised than there are bytes.
    private (int Count, CompactType Held) ReadListHeader()
    {
        var header = Next();
        var count = header >> 4 == 0xF ? ReadVarint() : (ulong)(header >> 4);
        return count <= (ulong)Left
            ? ((int)count, (CompactType)(header & 0xF))
            : throw new InvalidDataException($"a list claims {count} values in {Left} bytes");
    }

    private long ReadInteger()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var i = 0; i < MostVarintBytes; i++)
        {
            var part = Next();
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number in a header is too long");
    }

    private byte Next() => Take(1)[0];

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)Left)
        {
            throw new InvalidDataException("a header ends too soon");
        }

        var taken = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }
}
