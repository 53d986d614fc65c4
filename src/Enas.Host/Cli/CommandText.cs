using System.Globalization;
using System.Text;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Host.Cli;

/// <summary>Commands as they can be pasted into a shell: the program by a name that finds it, and every word quoted where
/// it must be.</summary>
internal static class CommandText
{
    private const string Name = "enas";

    /// <summary>How this program is started from here: <c>enas</c> where the shell finds this one by that name, else its path.</summary>
    public static string Program => Surroundings.Current.ProgramName;

    /// <summary>A command of this program, quoted for the shell.</summary>
    /// <param name="words">The words after the program's name, as they are meant.</param>
    public static string Of(params IEnumerable<string> words) => string.Join(' ', words.Select(Quoted).Prepend(Program));

    /// <summary>The shortest path to a file or folder from here; an address as it is.</summary>
    public static string PathFromHere(string path)
    {
        if (StoreCatalog.IsAddress(path))
        {
            return path;
        }

        var relative = Path.GetRelativePath(Surroundings.Current.Folder, path);
        return relative.StartsWith('-') ? "./" + relative : relative;
    }

    /// <summary>A word as a POSIX shell reads it back: as it is where that is safe, in quotes otherwise, with escapes for what
    /// cannot be seen.</summary>
    public static string Quoted(string word)
    {
        if (word.Length > 0 && word.All(IsPlain))
        {
            return word;
        }

        return ForeignText.Escaped(word) == word
            ? $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'"
            : Escaped(word);
    }

    /// <summary>How the program at a path is started from a folder.</summary>
    /// <param name="process">The executable of the process.</param>
    /// <param name="assembly">The program's assembly, which another executable may run.</param>
    /// <param name="searchPath">Where the shell looks.</param>
    /// <param name="folder">The working directory.</param>
    internal static string ProgramOf(string? process, string? assembly, string? searchPath, string folder)
    {
        if (process is null)
        {
            return Name;
        }

        var file = Path.GetFileNameWithoutExtension(process);
        if (file != Name)
        {
            // "dotnet enas.dll": the assembly is what was started. Another program that holds this one (a test) has no better name for it.
            return file == "dotnet" && assembly is { Length: > 0 } ? $"dotnet {Quoted(From(folder, assembly))}" : Name;
        }

        return Found(Path.GetFileName(process), searchPath) is { } found && RealPath.Of(found) == RealPath.Of(process)
            ? Name : Quoted(From(folder, process));
    }

    private static string? Found(string file, string? searchPath) => (searchPath ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, file))
        .FirstOrDefault(File.Exists);

    // A shell takes a name without a separator for one to look for.
    private static string From(string folder, string path)
    {
        var relative = Path.GetRelativePath(folder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path
            : relative.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? relative
            : "." + Path.DirectorySeparatorChar + relative;
    }

    private static bool IsPlain(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '_' or '@' or '%' or '+' or '=' or ':' or ',' or '.' or '/' or '-';

    private static string Escaped(string word)
    {
        var text = new StringBuilder("$'");
        foreach (var rune in word.EnumerateRunes())
        {
            var character = rune.ToString();
            text.Append(character switch
            {
                "'" => @"\'",
                "\\" => @"\\",
                _ when ForeignText.Escaped(character) == character => character,
                _ => rune.Value < 0x80 ? string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}")
                    : string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            });
        }

        return text.Append('\'').ToString();
    }
}
