using System.Buffers.Text;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>What a line of a CSV file that is not whole numbers separated by commas looks like, and the way out of that.</summary>
internal static class CsvAdvice
{
    private static readonly (byte Byte,
        string Name)[] s_separators = [((byte)';', "\";\""), ((byte)'\t', "tabs"), ((byte)'|', "\"|\""), ((byte)' ', "blanks")];

    /// <summary>The end of the message about a line.</summary>
    /// <param name="bad">Its first field that is no whole number.</param>
    /// <param name="isFirst">Whether it can name the columns.</param>
    public static string For(ReadOnlySpan<byte> line, Range bad, bool isFirst)
    {
        foreach (var (separator, name) in s_separators)
        {
            if (IsSeparatedBy(line, separator))
            {
                return $"the line is separated by {name}. Separate the numbers by commas.";
            }
        }

        var field = line[bad];
        return IsNumber(field, (byte)',') && !IsWhole(field)
            ? "pixels and labels are whole numbers. Round the values; where they are shares of 1, multiply them by 255 first."
            : field is [(byte)'"', .., (byte)'"'] && IsNumber(field[1..^1], (byte)',')
                ? "the numbers stand in quotation marks. Write them without."
            : "expected pixels and a label separated by commas"
                + (isFirst && IsName(field)
                    ? ", without a header. If this line names the columns, set data.images.csvHeader = true." : ".");
    }

    /// <summary>Whether a line has a separator and either no comma or commas inside its numbers alone. Blanks also stand in names, so they
    /// need numbers between them.</summary>
    private static bool IsSeparatedBy(ReadOnlySpan<byte> line, byte separator)
    {
        if (!line.Contains(separator))
        {
            return false;
        }

        return (separator != (byte)' ' && !line.Contains((byte)',')) || AreNumbers(line, separator);
    }

    private static bool AreNumbers(ReadOnlySpan<byte> line, byte separator)
    {
        var count = 0;
        foreach (var range in line.Split(separator))
        {
            var field = line[range].Trim(" \t"u8);
            if (!field.IsEmpty && !IsNumber(field, separator))
            {
                return false;
            }

            count += field.IsEmpty ? 0 : 1;
        }

        return count > 1;
    }

    /// <summary>Whether a field is a number, with a point or, where commas do not separate, a comma in it.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> field, byte separator)
    {
        var comma = separator == (byte)',' ? -1 : field.IndexOf((byte)',');
        if (comma < 0)
        {
            return Utf8Parser.TryParse(field, out double _, out var used) && used == field.Length;
        }

        return field[(comma + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && IsWhole(field[..comma]);
    }

    private static bool IsWhole(ReadOnlySpan<byte> field) => Utf8Parser.TryParse(field, out long _, out var used) && used == field.Length;

    /// <summary>Whether a field can be the name of a column: it begins with a letter.</summary>
    private static bool IsName(ReadOnlySpan<byte> field)
    {
        var name = field.TrimStart((byte)'"');
        return !name.IsEmpty && (char.IsAsciiLetter((char)name[0]) || name[0] == (byte)'_' || name[0] >= 0x80);
    }
}
