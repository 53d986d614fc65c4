namespace Enas.Pipeline.Work;

/// <summary>
/// Names of places below a root, as descriptions have them: parts with a slash between them, of letters, digits, <c>-</c>, <c>_</c> and
/// <c>.</c>, none of which begins with a dot. So no description names anything outside of the root.
/// </summary>
internal static class WorkPlaces
{
    private const int MostCharacters = 1024;

    /// <summary>Whether a text names a place below a root.</summary>
    public static bool IsPlace(string text) => text.Length is > 0 and <= MostCharacters
        && text.Split('/').All(part => part.Length > 0 && part[0] != '.' && part.All(IsOfName));

    /// <summary>The name of a path below a root; null where it is not below, or has other characters.</summary>
    /// <param name="root">The full path of the root.</param>
    /// <param name="path">The full path.</param>
    public static string? TryName(string root, string path)
    {
        var name = Path.GetRelativePath(root, path).Replace('\\', '/');
        return IsPlace(name) ? name : null;
    }

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
