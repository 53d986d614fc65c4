using System.Globalization;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Tasks.Folders;

/// <summary>What a folder holds that is no data set as it stands, for messages.</summary>
public static class FolderContents
{
    private const int LookedInto = 100;
    private const int Shown = 10;

    /// <summary>Sentences: what there is, and which folder below has a data set in it, where one has.</summary>
    public static string Words(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return $"There is: {ImageFiles.Listing(folder)}.{Meant(folder)}";
    }

    /// <summary>The sentence about folders below that hold a data set, with a blank before it; empty where none does.</summary>
    internal static string Meant(string folder)
    {
        var meant = ImageFiles.FoldersOf(folder).Take(LookedInto).Where(HoldsData).ToArray();
        return meant switch
        {
            [] => string.Empty,
            [var one] => $" Is {ForeignText.Shown(one)} meant? It looks like a data set.",
            _ => " Is one of these meant? They look like data sets: "
                + string.Join(", ", meant.Take(Shown).Select(path => ForeignText.Shown(path)))
                + (meant.Length > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {meant.Length - Shown} more.") : "."),
        };
    }

    private static bool HoldsData(string folder)
    {
        try
        {
            return FileNames.KindOf(folder) == FileKind.Directory && (TokenFiles.HasSplit(folder) || ImageFolder.LooksLikeImages(folder));
        }
        catch (DataException)
        {
            // A folder that cannot be read is not what anybody means.
            return false;
        }
    }
}
