using System.Globalization;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Tasks.Folders;

/// <summary>What a folder holds that is no data set as it stands, for messages.</summary>
internal static class FolderContents
{
    private const int LookedInto = 100;
    private const int Shown = 10;

    /// <summary>Sentences: what there is, and which folder below has a data set in it, where one has.</summary>
    /// <param name="folder">The folder that was given.</param>
    /// <param name="holdsData">Whether a folder holds data of the kind that is looked for.</param>
    public static string Words(string folder, Func<string, bool> holdsData)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return $"There is: {FolderFiles.Listing(folder)}.{Meant(folder, holdsData)}";
    }

    /// <summary>The sentence about folders below that hold a data set, with a blank before it; empty where none does.</summary>
    internal static string Meant(string folder, Func<string, bool> holdsData)
    {
        var meant = FolderFiles.FoldersOf(folder).Take(LookedInto).Where(path => HoldsData(path, holdsData)).ToArray();
        return meant switch
        {
            [] => string.Empty,
            [var one] => $" Is {ForeignText.Shown(one)} meant? It looks like a data set.",
            _ => " Is one of these meant? They look like data sets: "
                + string.Join(", ", meant.Take(Shown).Select(path => ForeignText.Shown(path)))
                + (meant.Length > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {meant.Length - Shown} more.") : "."),
        };
    }

    private static bool HoldsData(string folder, Func<string, bool> holdsData)
    {
        try
        {
            return FileNames.KindOf(folder) == FileKind.Directory && holdsData(folder);
        }
        catch (DataException)
        {
            // A folder that cannot be read is not what anybody means.
            return false;
        }
    }
}
