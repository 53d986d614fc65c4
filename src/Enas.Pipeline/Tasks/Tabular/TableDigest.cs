using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>
/// The data digest of a table: SHA-256 over what was decoded, never over file bytes, so the order of rows, quotation marks, line ends
/// and columns that nobody asked for do not matter. Hashed, all numbers little-endian:
/// <list type="number">
/// <item>number of columns of numbers (u32), number of rows (u64);</item>
/// <item>for each row in ordinal order of the token strings: bytes of the token string (u32), the token string in UTF-8, its values
/// (float64 each).</item>
/// </list>
/// </summary>
internal static class TableDigest
{
    public static string Of(ResultTable table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendInt(hash, table.Columns.Count);
        AppendLong(hash, table.Rows.Count);
        foreach (var row in table.Rows)
        {
            var tokens = Encoding.UTF8.GetBytes(row.Architecture.Tokens);
            AppendInt(hash, tokens.Length);
            hash.AppendData(tokens);
            foreach (var value in row.Values)
            {
                // Both zeros are one number.
                AppendLong(hash, BitConverter.DoubleToInt64Bits(value + 0.0));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendInt(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void AppendLong(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
