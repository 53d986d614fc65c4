namespace Enas.Pipeline.Tasks.Folders;

/// <summary>
/// Names that lie beside data without being data: what systems leave behind, and words about the data. They are passed over, and counted
/// where a folder is checked. Everything else that a layout does not read is refused by name, since it may be what somebody meant
/// to be read.
/// </summary>
internal static class HarmlessNames
{
    private static readonly string[] s_leftBehind =
        ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "lost+found", "@eadir"];
    private static readonly string[] s_words =
        ["readme", "license", "licence", "copying", "citation", "notice", "authors", "changelog", "sha256sums", "md5sums", "sha1sums"];
    private static readonly string[] s_notes =
        [".md", ".txt", ".rst", ".html",
            ".htm", ".pdf", ".names", ".json", ".yaml", ".yml", ".toml", ".xml", ".sha256", ".sha1", ".md5", ".cff"];

    /// <summary>Why a name is harmless, as it is told; null where it is not known to be.</summary>
    public static string? ReasonFor(string name)
    {
        var lower = name.ToLowerInvariant();
        return name.StartsWith('.') ? "hidden"
            : s_leftBehind.Contains(lower) ? "left behind by a system"
            : s_words.Contains(lower) || s_notes.Any(lower.EndsWith) ? "words about data"
            : null;
    }

    /// <summary>Whether a folder of this name is passed over whole.</summary>
    public static bool IsLeftBehind(string folderName) =>
        folderName.StartsWith('.') || s_leftBehind.Contains(folderName.ToLowerInvariant());
}
