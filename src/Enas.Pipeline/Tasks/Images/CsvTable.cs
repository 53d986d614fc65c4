using System.Buffers.Text;
using System.Text;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>One CSV file of images.</summary>
/// <param name="Set">Its images.</param>
/// <param name="Others">The value at the other end of each line than the label's: the labels, if the option is wrong.</param>
internal sealed record CsvTable(string Path, ImageSet Set, int[] Others)
{
    private const int MostClasses = 65536;

    public static CsvTable Read(string path, ImageLayoutOptions options)
    {
        using var file = PackedFile.Open(path);
        var lines = new CsvLines(file);
        var (pixels, labels, others, row, columns) = (new List<byte>(), new List<int>(), new List<int>(), new List<int>(), 0);
        var isFirst = true;
        while (lines.Next(out var line))
        {
            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            if (isFirst && options.CsvHeader)
            {
                RequireHeader(path, lines.Number, line, row);
                isFirst = false;
                continue;
            }

            ReadLine(path, lines.Number, line, row, isFirst);
            isFirst = false;
            columns = columns == 0 ? row.Count : columns;
            if (row.Count != columns || Side(columns) == 0)
            {
                var expected = Side(columns) == 0
                    ? "the pixels of a square image and a label (65 for 8x8)"
                    : $"{columns} as in the lines before";
                throw FolderFiles.Unusable($"{ForeignText.Shown(path)}:{lines.Number}: {row.Count} numbers; expected {expected}. "
                    + "The line is incomplete, or the file holds something else.");
            }

            Add(path, lines.Number, row, options.CsvLabel == ImageLayoutOptions.First, pixels, labels, others);
        }

        return labels.Count == 0
            ? throw FolderFiles.Unusable($"{ForeignText.Shown(path)}: no images in it. Fetch or copy it again.")
            : new CsvTable(path, new ImageSet(1, Side(columns), Side(columns), [.. pixels], [.. labels])
            {
                SourceOf = ImageSet.SourceIn(path),
            }, [.. others]);
    }

    private static void Add(string path, int number, List<int> row, bool labelFirst, List<byte> pixels, List<int> labels, List<int> others)
    {
        var start = labelFirst ? 1 : 0;
        labels.Add(labelFirst ? row[0] : row[^1]);
        others.Add(labelFirst ? row[^1] : row[0]);
        _ = FolderFiles.PixelLength(path, (long)pixels.Count + row.Count);
        for (var i = 0; i < row.Count - 1; i++)
        {
            var value = row[start + i];
            pixels.Add(value <= byte.MaxValue
                ? (byte)value
                    : throw FolderFiles.Unusable($"{ForeignText.Shown(path)}:{number}: pixel {i} is {value}; allowed: 0 to 255."));
        }
    }

    private static void RequireHeader(string path, int number, ReadOnlySpan<byte> line, List<int> row)
    {
        if (TryReadLine(line, row, out _))
        {
            throw FolderFiles.Unusable($"{ForeignText.Shown(path)}:{number}: data.images.csvHeader "
                + $"= true, but the first line is numbers, and would be lost. Leave the option out.");
        }
    }

    private static void ReadLine(string path, int number, ReadOnlySpan<byte> line, List<int> row, bool isFirst)
    {
        if (!TryReadLine(line, row, out var field))
        {
            var shown = ForeignText.Shown(Encoding.UTF8.GetString(line[field][..Math.Min(line[field].Length, 20)]));
            throw FolderFiles.Unusable($"{ForeignText.Shown(path)}:{number}: \"{shown}\" "
                + $"is no whole number of 0 to {MostClasses - 1}; {CsvAdvice.For(line, field, isFirst)}");
        }
    }

    private static bool TryReadLine(ReadOnlySpan<byte> line, List<int> row, out Range bad)
    {
        row.Clear();
        foreach (var range in line.Split((byte)','))
        {
            var field = line[range].Trim(" \t"u8);
            if (!Utf8Parser.TryParse(field, out int value, out var used) || used != field.Length || value is < 0 or >= MostClasses)
            {
                var start = range.Start.GetOffset(line.Length) + line[range].Length - line[range].TrimStart(" \t"u8).Length;
                bad = start..(start + field.Length);
                return false;
            }

            row.Add(value);
        }

        bad = default;
        return true;
    }

    private static int Side(int columns)
    {
        var side = 1;
        while (side * side < columns - 1)
        {
            side++;
        }

        return columns > 1 && side * side == columns - 1 ? side : 0;
    }
}
