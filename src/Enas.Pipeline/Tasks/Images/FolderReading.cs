using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>One reading of a data folder: how its files are understood, which of them were read, and what was wrong or done
/// on the way.</summary>
internal sealed class FolderReading(string folder, ImageLayoutOptions options, Func<IImageDecoder> decoder)
{
    private readonly SortedSet<string> _read = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _passedOver = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly FolderLinks _links = new(folder);
    private IImageDecoder? _decoder;

    /// <summary>The data folder.</summary>
    public string Folder { get; } = folder;

    public ImageLayoutOptions Options { get; } = options;

    public DataFaults Faults { get; } = new();

    /// <summary>Whether the layout has claimed all its files, so that every other entry is none of them.</summary>
    public bool IsClaimed { get; set; }

    /// <summary>Whether tables (CSV) hold images here. Where they do not, one beside the data describes it.</summary>
    public bool TablesAreData { get; set; }

    /// <summary>Made when the first image file is met.</summary>
    public IImageDecoder Decoder => _decoder ??= decoder();

    /// <summary>Says that a file is read by the layout, whether or not it turns out to be usable.</summary>
    public string Claim(string path)
    {
        _read.Add(path);
        return path;
    }

    /// <summary>Says that a file is not read by the layout, and why that is no loss.</summary>
    public void PassOver(string path, string reason) => _passedOver[path] = reason;

    /// <summary>
    /// Whether a folder that stands where a part or a class stands is read. A link to a folder is, where nothing else leads there; any
    /// other one is added to the faults.
    /// </summary>
    public bool Follows(string path)
    {
        if (_links.WhyNot(path, out var isNew) is not { } reason)
        {
            return true;
        }

        if (isNew)
        {
            Faults.Add($"{ForeignText.Shown(path)}: {reason}");
        }

        return false;
    }

    /// <summary>Counts something that was done to an image, in words that the number follows.</summary>
    public void Count(string what) => _done[what] = _done.GetValueOrDefault(what) + 1;

    /// <summary>What became of every entry of the folder. Entries that nobody can place are added to the faults.</summary>
    public FolderAccount Account(string layout)
    {
        var passedOver = FolderInventory.Take(Folder, layout, _read, ReasonFor, _links.IsKnown, Faults);
        return new FolderAccount(_read.Count, passedOver, [.. _done.Select(pair => $"{pair.Key}: {pair.Value}")]);
    }

    private string? ReasonFor(string path) => _passedOver.GetValueOrDefault(path)
        ?? (Options.ValidIndices.Length > 0 && Path.GetFullPath(path) == Path.GetFullPath(Options.ValidIndices)
            ? "the list of validation images" : null)
        ?? HarmlessNames.ReasonFor(FolderFiles.NameOf(path))
        ?? (!TablesAreData && IsTableOfNoPart(FolderFiles.NameOf(path)) ? "a table about data" : null);

    // One that is called train.csv may be what was meant to be read.
    private static bool IsTableOfNoPart(string name) =>
        Path.GetExtension(name).ToLowerInvariant() is ".csv" or ".tsv"
            && PartNames.OfAnyWord(Path.GetFileNameWithoutExtension(name)) is null;
}
