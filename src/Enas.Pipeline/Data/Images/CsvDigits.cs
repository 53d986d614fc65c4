using System.Buffers.Text;

namespace Enas.Pipeline.Data.Images;

/// <summary>
/// Images of one channel as lines of whole numbers 0 to 255 separated by commas, row by row of a square image, the label last, as in the
/// optical digits of the UCI repository. <c>.tra</c> and <c>.hol</c> are its training images, in this order, <c>.tes</c> its test images; or
/// train.csv, test.csv and, where there is one, valid.csv. Lines that begin with # are comments.
/// </summary>
internal static class CsvDigits
{
    public const string LookedFor = "NAME.tra and NAME.tes, or train.csv and test.csv (comma-separated pixels of a square image, label last)";
    private const int MostClasses = 65536;
    private static readonly string[] s_train = [".tra", ".hol"];

    public static bool Fits(string folder) => FilesOf(folder, ".tra").Length > 0 || FilesOf(folder, ".tes").Length > 0
        || File.Exists(Path.Combine(folder, "train.csv")) || File.Exists(Path.Combine(folder, "test.csv"));

    public static ImageParts Read(string folder)
    {
        string[] train = [.. s_train.SelectMany(ending => FilesOf(folder, ending)), .. Named(folder, "train.csv")];
        string[] test = [.. FilesOf(folder, ".tes"), .. Named(folder, "test.csv")];
        string[] valid = Named(folder, "valid.csv");
        if (train.Length == 0 || test.Length == 0)
        {
            throw ImageFiles.NotFound($"{folder}: no {(train.Length == 0 ? "training" : "test")} images: looked for {LookedFor}. There is: {ImageFiles.Listing(folder)}.");
        }

        if (FilesOf(folder, ".tra").Length > 1 || test.Length > 1 || (train.Length > 1 && Named(folder, "train.csv").Length > 0))
        {
            throw ImageFiles.Unusable($"{folder}: more than one data set in the folder ({string.Join(", ", train.Concat(test).Select(ImageFiles.NameOf))}). A data folder holds exactly one; move the others out.");
        }

        var trained = train.Select(ReadFile).ToArray();
        ImageSet? validation = valid.Length == 0 ? null : ReadFile(valid[0]);
        var tested = ReadFile(test[0]);
        CheckSides([.. train, .. valid, .. test], [.. trained, .. validation is null ? [] : new[] { validation }, tested]);
        var joined = ImageParts.Joined(folder, trained);
        return new ImageParts("digits as CSV", joined, validation, tested, ImageParts.Numbers(joined.Labels.Max() + 1));
    }

    private static string[] FilesOf(string folder, string ending) =>
        [.. ImageFiles.FilesOf(folder).Where(path => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))];

    private static string[] Named(string folder, string name) => File.Exists(Path.Combine(folder, name)) ? [Path.Combine(folder, name)] : [];

    private static ImageSet ReadFile(string path)
    {
        var bytes = ImageFiles.Read(path);
        var (pixels, labels, row, columns, number) = (new List<byte>(), new List<int>(), new List<int>(), 0, 0);
        foreach (var range in bytes.AsSpan().Split((byte)'\n'))
        {
            number++;
            var line = bytes.AsSpan()[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            ReadLine(path, number, line, row);
            columns = columns == 0 ? row.Count : columns;
            if (row.Count != columns || Side(columns) == 0)
            {
                throw ImageFiles.Unusable($"{path}:{number}: {row.Count} numbers; expected {(Side(columns) == 0 ? "the pixels of a square image and a label (65 for 8x8)" : $"{columns} as in the lines before")}. The line is incomplete, or the file holds something else.");
            }

            labels.Add(row[^1]);
            for (var i = 0; i < columns - 1; i++)
            {
                pixels.Add(row[i] <= byte.MaxValue ? (byte)row[i] : throw ImageFiles.Unusable($"{path}:{number}: pixel {i} is {row[i]}; allowed: 0 to 255."));
            }
        }

        return labels.Count == 0
            ? throw ImageFiles.Unusable($"{path}: no images in it. Fetch or copy it again.")
            : new ImageSet(1, Side(columns), Side(columns), [.. pixels], [.. labels]);
    }

    private static void ReadLine(string path, int number, ReadOnlySpan<byte> line, List<int> row)
    {
        row.Clear();
        foreach (var range in line.Split((byte)','))
        {
            var field = line[range].Trim(" \t"u8);
            if (!Utf8Parser.TryParse(field, out int value, out var used) || used != field.Length || value is < 0 or >= MostClasses)
            {
                throw ImageFiles.Unusable($"{path}:{number}: \"{System.Text.Encoding.UTF8.GetString(field[..Math.Min(field.Length, 20)])}\" is no whole number of 0 to {MostClasses - 1}; expected pixels and a label separated by commas, without a header.");
            }

            row.Add(value);
        }
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

    private static void CheckSides(string[] paths, ImageSet[] sets)
    {
        for (var i = 1; i < sets.Length; i++)
        {
            if (sets[i].Height != sets[0].Height)
            {
                throw ImageFiles.Unusable($"{paths[i]}: images of {sets[i].Height}x{sets[i].Width}; those of {ImageFiles.NameOf(paths[0])} are {sets[0].Height}x{sets[0].Width}. All images of a data set have one size.");
            }
        }
    }
}
