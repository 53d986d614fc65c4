using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// Images of one channel as lines of whole numbers 0 to 255 separated by commas, row by row of a square image, the label last, as in the
/// optical digits of the UCI repository, or first, by option. <c>.tra</c> and <c>.hol</c> are its training images, in this order,
/// <c>.tes</c>
/// its test images; or NAME_train.csv, NAME_test.csv and, where there is one, NAME_valid.csv, plain or gzip. Lines that begin with
/// # are comments.
/// </summary>
internal static class CsvDigits
{
    public const string LookedFor =
        "NAME.tra and NAME.tes, or train.csv and test.csv (comma-separated pixels of a square image, label last, or first by option)";
    private const string Layout = "digits as CSV";
    private static readonly string[] s_endings = [".csv", ".csv.gz"];
    private static readonly (string Ending,
        string Part)[] s_published = [(".tra", PartNames.Train), (".hol", PartNames.Train), (".tes", PartNames.Test)];

    /// <summary>Whether a file has the ending of one.</summary>
    public static bool IsNamedAsOne(string name) => s_endings.Concat(s_published.Select(known => known.Ending))
        .Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public static bool Fits(string folder) => FilesOf(folder).Any(file => file.Part != PartNames.Valid && (file.IsCsv || file.Order != 1));

    public static ImageParts Read(string folder, FolderReading reading)
    {
        reading.Options.RequireUse(reading.Folder, Layout, hasLabels: false, isCsv: true);
        var files = FilesOf(folder);
        foreach (var file in files)
        {
            reading.Claim(file.Path);
        }

        (reading.IsClaimed, reading.TablesAreData) = (true, true);
        var byPart = ByPart(files);
        var (train, valid, test) = (byPart[PartNames.Train], byPart[PartNames.Valid], byPart[PartNames.Test]);
        if (train.Length == 0 || test.Length == 0)
        {
            throw FolderFiles.NotFound($"{ForeignText.Shown(folder)}: no {(train.Length == 0 ? "training" : "test")} "
                + $"images: looked for {LookedFor}. There is: {FolderFiles.Listing(folder)}.");
        }

        if (train.Count(file => file.Order != 1) > 1
            || (train.Length > 1 && train.Any(file => file.IsCsv)) || test.Length > 1 || valid.Length > 1)
        {
            throw FolderFiles.Unusable($"{ForeignText.Shown(folder)}: more than one "
                + $"data set in the folder ({string.Join(", ", files.Select(file => FolderFiles.ShownName(file.Path)))}). "
                + $"A data folder holds exactly one; move the others out.");
        }

        CsvTable[] tables = [.. new[] { train, valid, test }.SelectMany(part => part)
            .Select(file => reading.Faults.Try(() => CsvTable.Read(file.Path, reading.Options))).OfType<CsvTable>()];
        CheckSides(tables, reading);
        reading.Faults.ThrowIfAny();
        CsvLabels.Check(folder, [.. tables.Take(train.Length)], reading.Options);
        var trained = ImageParts.Joined(folder, [.. tables.Take(train.Length).Select(table => table.Set)]);
        return new ImageParts(Layout, trained, valid.Length == 0
            ? null : tables[train.Length].Set, tables[^1].Set, ImageParts.Numbers(trained.Labels.Max() + 1));
    }

    private static List<CsvFile> FilesOf(string folder)
    {
        var found = new List<CsvFile>();
        foreach (var path in FolderFiles.FilesOf(folder).Where(path => !FolderFiles.NameOf(path).StartsWith('.')))
        {
            var name = FolderFiles.NameOf(path);
            var published = Array.FindIndex(s_published, known => name.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase));
            if (published >= 0)
            {
                found.Add(new CsvFile(path, s_published[published].Part, published, IsCsv: false));
            }
            else if (s_endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } ending
                && PartNames.OfLastWord(name[..^ending.Length]) is { } part)
            {
                found.Add(new CsvFile(path, part, 0, IsCsv: true));
            }
        }

        return found;
    }

    private static SortedDictionary<string, CsvFile[]> ByPart(List<CsvFile> files)
    {
        var byPart = new SortedDictionary<string, CsvFile[]>(StringComparer.Ordinal);
        foreach (var part in PartNames.All)
        {
            byPart[part] = [.. files.Where(file => file.Part == part).OrderBy(file => file.Order)];
        }

        return byPart;
    }

    private static void CheckSides(CsvTable[] tables, FolderReading reading)
    {
        foreach (var table in tables.Skip(1)
            .Where(table => table.Set.Height != tables[0].Set.Height && reading.Options.Resize == ImageResize.None))
        {
            reading.Faults.Add($"{ForeignText.Shown(table.Path)}: images of {table.Set.Height}x{table.Set.Width}; "
                + $"those of {FolderFiles.ShownName(tables[0].Path)} are {tables[0].Set.Height}x{tables[0].Set.Width}. "
                    + $"{ImageSizes.WayOut}");
        }
    }

    private sealed record CsvFile(string Path, string Part, int Order, bool IsCsv);
}
