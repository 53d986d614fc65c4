namespace Enas.Host.Tests.Layering;

/// <summary>The project's own files of C# and Markdown as text: what people wrote, without what a build writes.</summary>
internal static class SourceText
{
    private static readonly string[] s_folders = ["src", "tests", "bench", "samples"];

    /// <summary>All files of C#: their paths from the root of the repository, and their lines.</summary>
    public static IEnumerable<(string Path, string[] Lines)> Code() => s_folders.SelectMany(folder => In(folder, "*.cs"));

    /// <summary>All documents.</summary>
    public static IEnumerable<(string Path, string[] Lines)> Documents() =>
        In("docs", "*.md").Append(("README.md", File.ReadAllLines(SourceProject.PathOf("README.md"))));

    private static IEnumerable<(string Path, string[] Lines)> In(string folder, string pattern) =>
        Directory.EnumerateFiles(SourceProject.PathOf(folder), pattern, SearchOption.AllDirectories)
            .Select(file => (Full: file, Path: Path.GetRelativePath(SourceProject.PathOf(), file)))
            .Where(file => !file.Path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => (file.Path, File.ReadAllLines(file.Full)));
}
