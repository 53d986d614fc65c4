using System.Buffers.Binary;

namespace Enas.Storage.Tests.Faults;

/// <summary>A value in Thrift's compact protocol that a test changes as it likes and writes again. Reads only
/// what is well-formed.</summary>
internal sealed class ThriftValue(CompactType type)
{
    public CompactType Type { get; set; } = type;

    /// <summary>The value of an integer, a byte or a double's bits.</summary>
    public long Number { get; set; }

    public byte[] Bytes { get; set; } = [];

    /// <summary>Fields of a struct.</summary>
    public List<(int Field, ThriftValue Value)> Fields { get; private init; } = [];

    /// <summary>Elements of a list.</summary>
    public List<ThriftValue> Elements { get; private init; } = [];

    /// <summary>Type of the elements, which an empty list has too.</summary>
    public CompactType ElementType { get; set; }

    /// <summary>The value of a field.</summary>
    public ThriftValue this[int field] =>
        Fields.Find(entry => entry.Field == field).Value ?? throw new KeyNotFoundException($"field {field}");

    public static ThriftValue Integer(CompactType type, long number) => new(type) { Number = number };

    public static ThriftValue Binary(byte[] bytes) => new(CompactType.Binary) { Bytes = bytes };

    public static ThriftValue Struct(params (int Field, ThriftValue Value)[] fields) => new(CompactType.Struct) { Fields = [.. fields] };

    /// <summary>Sets a field, which keeps its place or is added at the end.</summary>
    public void Set(int field, ThriftValue value)
    {
        var at = Fields.FindIndex(entry => entry.Field == field);
        if (at < 0)
        {
            Fields.Add((field, value));
        }
        else
        {
            Fields[at] = (field, value);
        }
    }

    /// <summary>Sets the number of a field, if it is to be set and the field is there.</summary>
    public void SetNumber(int field, long number, bool isToBeSet)
    {
        if (isToBeSet && Fields.Find(entry => entry.Field == field).Value is { } value)
        {
            value.Number = number;
        }
    }

    /// <summary>This value and all within it.</summary>
    public IEnumerable<ThriftValue> All() =>
        Fields.Select(entry => entry.Value).Concat(Elements).SelectMany(value => value.All()).Prepend(this);

    /// <summary>Reads a struct from the beginning of some bytes; returns it and its length.</summary>
    public static (ThriftValue Value, int Length) Read(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        return (Read(bytes, ref at, CompactType.Struct, isElement: false), at);
    }

    public byte[] ToBytes()
    {
        var to = new List<byte>();
        Write(to, isElement: false);
        return [.. to];
    }

    private static ThriftValue Read(ReadOnlySpan<byte> bytes, ref int at, CompactType type, bool isElement)
    {
        var value = new ThriftValue(type);
        switch (type)
        {
            case CompactType.True or CompactType.False:
                value.Number = isElement ? bytes[at++] : 0;
                break;
            case CompactType.Byte:
                value.Number = bytes[at++];
                break;
            case CompactType.Int16 or CompactType.Int32 or CompactType.Int64:
                value.Number = ReadVarint(bytes, ref at) is var zigzag ? (long)(zigzag >> 1) ^ -(long)(zigzag & 1) : 0;
                break;
            case CompactType.Double:
                value.Number = BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
                at += sizeof(double);
                break;
            case CompactType.Binary:
                var length = (int)ReadVarint(bytes, ref at);
                value.Bytes = bytes.Slice(at, length).ToArray();
                at += length;
                break;
            case CompactType.List or CompactType.Set:
                var header = bytes[at++];
                var count = header >> 4 == 0xF ? (int)ReadVarint(bytes, ref at) : header >> 4;
                value.ElementType = (CompactType)(header & 0xF);
                for (var i = 0; i < count; i++)
                {
                    value.Elements.Add(Read(bytes, ref at, value.ElementType, isElement: true));
                }

                break;
            case CompactType.Struct:
                ReadFields(bytes, ref at, value);
                break;
            default:
                throw new InvalidDataException($"type {type}");
        }

        return value;
    }

    private static void ReadFields(ReadOnlySpan<byte> bytes, ref int at, ThriftValue value)
    {
        for (var field = 0; bytes[at++] is var header && header != 0;)
        {
            field = header >> 4 > 0 ? field + (header >> 4) : (int)ReadVarint(bytes, ref at) >> 1;
            value.Fields.Add((field, Read(bytes, ref at, (CompactType)(header & 0xF), isElement: false)));
        }
    }

    private void Write(List<byte> to, bool isElement)
    {
        switch (Type)
        {
            case CompactType.True or CompactType.False when isElement:
                to.Add((byte)Number);
                break;
            case CompactType.Byte:
                to.Add((byte)Number);
                break;
            case CompactType.Int16 or CompactType.Int32 or CompactType.Int64:
                WriteVarint(to, (ulong)((Number << 1) ^ (Number >> 63)));
                break;
            case CompactType.Double:
                to.AddRange(BitConverter.GetBytes(Number));
                break;
            case CompactType.Binary:
                WriteVarint(to, (ulong)Bytes.Length);
                to.AddRange(Bytes);
                break;
            case CompactType.List or CompactType.Set:
                WriteList(to);
                break;
            case CompactType.Struct:
                WriteFields(to);
                break;
        }
    }

    private void WriteList(List<byte> to)
    {
        to.Add((byte)((Math.Min(Elements.Count, 0xF) << 4) | (int)ElementType));
        if (Elements.Count >= 0xF)
        {
            WriteVarint(to, (ulong)Elements.Count);
        }

        Elements.ForEach(element => element.Write(to, isElement: true));
    }

    private void WriteFields(List<byte> to)
    {
        var before = 0;
        foreach (var (field, value) in Fields)
        {
            var delta = field - before is > 0 and < 0x10 and var near ? near : 0;
            to.Add((byte)((delta << 4) | (int)value.Type));
            if (delta == 0)
            {
                WriteVarint(to, (ulong)field << 1);
            }

            value.Write(to, isElement: false);
            before = field;
        }

        to.Add(0);
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private static void WriteVarint(List<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            to.Add((byte)(value | 0x80));
        }

        to.Add((byte)value);
    }
}
