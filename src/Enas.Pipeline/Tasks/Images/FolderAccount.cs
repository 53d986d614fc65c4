using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>What became of the entries of a data folder that could be used: all of them, since others are refused.</summary>
/// <param name="FilesRead">Files whose content was read.</param>
/// <param name="PassedOver">What was not read, and why that is no loss.</param>
/// <param name="Done">What was done to images on the way, a line each: words and a number.</param>
internal sealed record FolderAccount(int FilesRead, IReadOnlyList<PassedOver> PassedOver, IReadOnlyList<string> Done)
{
    /// <summary>Of images that come from no folder.</summary>
    public static FolderAccount Nothing { get; } = new(0, [], []);
}
