using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Enas.Storage.Log;

/// <summary>
/// The decoded bytes of a data page of version 1: for a column that may be null, which rows have a value, in runs (parquet-format,
/// Encodings.md, RLE); then the values, plain. All bytes must be used up exactly, and no room is made for more than the rows take.
/// </summary>
internal readonly ref struct PlainPage
{
    private const int MostVarintShift = 28;

    private readonly Span<byte> _values;
    private readonly bool[]? _present;
    private readonly int _rowCount;
    private readonly int _valueCount;

    /// <param name="bytes">The page; it may be changed.</param>
    /// <param name="rowCount">Rows that it must have.</param>
    /// <param name="isNullable">Whether rows may have no value.</param>
    /// <exception cref="InvalidDataException">The runs are malformed, or are not those of so many rows.</exception>
    public PlainPage(Span<byte> bytes, int rowCount, bool isNullable)
    {
        _rowCount = rowCount;
        _valueCount = rowCount;
        _values = bytes;
        if (isNullable)
        {
            var length = bytes.Length >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : -1;
            Require(length >= 0 && length <= bytes.Length - sizeof(int), "its levels are longer than its page");
            _present = new bool[rowCount];
            _valueCount = ReadRuns(bytes.Slice(sizeof(int), length), _present);
            _values = bytes[(sizeof(int) + length)..];
        }
    }

    /// <summary>Numbers that every row has.</summary>
    public T[] ReadNumbers<T>()
        where T : unmanaged => Numbers<T>().ToArray();

    /// <summary>Numbers; null where a row has none.</summary>
    public T?[] ReadNullableNumbers<T>()
        where T : unmanaged
    {
        var values = Numbers<T>();
        var result = new T?[_rowCount];
        for (int row = 0, next = 0; row < result.Length; row++)
        {
            result[row] = IsPresent(row) ? values[next++] : null;
        }

        return result;
    }

    /// <summary>Texts; null where a row has none. Equal ones that follow each other are one object: phases and
    /// types hardly change.</summary>
    /// <param name="most">The most bytes that one may have.</param>
    public string?[] ReadTexts(int most)
    {
        var result = new string?[_rowCount];
        ReadOnlySpan<byte> rest = _values, before = [];
        var text = string.Empty;
        for (var row = 0; row < result.Length; row++)
        {
            if (IsPresent(row))
            {
                var bytes = Take(ref rest, most);
                text = bytes.SequenceEqual(before) ? text : Decode(bytes);
                before = bytes;
                result[row] = text;
            }
        }

        Require(rest.IsEmpty, "its page does not end with its last value");
        return result;
    }

    /// <summary>Hashes that every row has.</summary>
    public ReadOnlyMemory<byte>[] ReadHashes()
    {
        var result = new ReadOnlyMemory<byte>[_rowCount];
        var hashes = new byte[_rowCount * SHA256.HashSizeInBytes];
        ReadOnlySpan<byte> rest = _values;
        for (var row = 0; row < result.Length; row++)
        {
            var hash = Take(ref rest, SHA256.HashSizeInBytes);
            Require(hash.Length == SHA256.HashSizeInBytes, "it holds something that is not a hash");
            hash.CopyTo(hashes.AsSpan(row * SHA256.HashSizeInBytes));
            result[row] = hashes.AsMemory(row * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes);
        }

        Require(rest.IsEmpty, "its page does not end with its last value");
        return result;
    }

    private bool IsPresent(int row) => _present is null || _present[row];

    private ReadOnlySpan<T> Numbers<T>()
        where T : unmanaged
    {
        Require(_values.Length == (long)_valueCount * Unsafe.SizeOf<T>(), "its page is not as long as its values");
        for (var at = 0; !BitConverter.IsLittleEndian && at < _values.Length; at += Unsafe.SizeOf<T>())
        {
            _values.Slice(at, Unsafe.SizeOf<T>()).Reverse();
        }

        return MemoryMarshal.Cast<byte, T>(_values);
    }

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, int most)
    {
        var length = rest.Length >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(rest) : -1;
        Require(length >= 0 && length <= rest.Length - sizeof(int), "a value is longer than its page");
        Require(length <= most, $"a value has {length} bytes; it may have {most}");
        var taken = rest.Slice(sizeof(int), length);
        rest = rest[(sizeof(int) + length)..];
        return taken;
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return EventChain.Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException malformed)
        {
            throw new InvalidDataException("a text is not valid UTF-8", malformed);
        }
    }

    // Runs of rows with or without a value: twice the length of the run, then a byte. Returns how many rows have one.
    private static int ReadRuns(ReadOnlySpan<byte> runs, Span<bool> present)
    {
        var (row, count) = (0, 0);
        for (var at = 0; at < runs.Length;)
        {
            var header = ReadVarint(runs, ref at);
            var length = header >> 1;
            Require((header & 1) == 0 && length > 0 && length <= (ulong)(present.Length - row) && at < runs.Length && runs[at] <= 1,
                "its levels are malformed");
            present.Slice(row, (int)length).Fill(runs[at] == 1);
            count += runs[at++] * (int)length;
            row += (int)length;
        }

        Require(row == present.Length, "its levels are those of another number of rows");
        return count;
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; at < bytes.Length && shift <= MostVarintShift; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("its levels are malformed");
    }

    private static void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new InvalidDataException(reason);
        }
    }
}
