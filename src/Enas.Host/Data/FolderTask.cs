using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Host.Data;

/// <summary>What a folder of data that nobody described is for.</summary>
internal static class FolderTask
{
    /// <summary>A folder of text.</summary>
    public const string Text = "text";

    /// <summary>A folder of images.</summary>
    public const string Images = "images";

    /// <summary>What lies in a folder, by its files alone.</summary>
    /// <exception cref="DataException">It is no folder, or has neither text nor images; the message says what is looked for.</exception>
    public static string Of(string folder)
    {
        if (FileNames.KindOf(folder) is var kind and not (FileKind.Directory or FileKind.Absent))
        {
            throw new DataException(DataErrorKind.Unusable,
                $"{ForeignText.Shown(folder)}: is {RegularFile.WordsOf(kind)}; a check needs the folder that holds the data.");
        }

        // A folder that is not there is told of where texts are looked for.
        if (!Directory.Exists(folder) || TokenFiles.HasSplit(folder))
        {
            return Text;
        }

        if (ImageFolder.LooksLikeImages(folder))
        {
            return Images;
        }

        return TokenFiles.HasOneText(folder)
            ? Text
            : throw new DataException(DataErrorKind.NotFound, $"{ForeignText.Shown(folder)}: "
                + $"neither text nor images found. A folder of text holds train.txt, valid.txt and test.txt, or NAME.train.txt and "
                + $"so on, or exactly one text; a folder of images holds one of: {ImageFolder.LookedFor}. "
                    + $"{FolderContents.Words(folder, LooksLikeData)}");
    }

    private static bool LooksLikeData(string folder) => TokenFiles.HasSplit(folder) || ImageFolder.LooksLikeImages(folder);
}
