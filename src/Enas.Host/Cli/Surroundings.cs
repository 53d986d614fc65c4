using System.Reflection;
using Enas.Pipeline.Messages;

namespace Enas.Host.Cli;

/// <summary>
/// What a command line finds around it: the working directory, environment variables, the program that it is a command of, whether
/// somebody watches. A process has one of each. Tests run many command lines at a time in one process, each in surroundings of its own; so
/// verbs ask here and not the process.
/// </summary>
internal sealed class Surroundings
{
    private static readonly AsyncLocal<Surroundings?> s_given = new();
    private static readonly Surroundings s_process = new();

    private readonly string? _folder;

    private Surroundings()
    {
    }

    /// <summary>Surroundings with a working directory of their own, and nobody who watches.</summary>
    /// <param name="folder">The full path of the working directory.</param>
    /// <param name="program">The executable that commands name.</param>
    /// <param name="variable">Looks an environment variable up.</param>
    internal Surroundings(string folder, string program, Func<string, string?> variable)
    {
        (_folder, Program, Variable) = (folder, program, variable);
        (IsOutputRedirected, IsErrorRedirected) = (true, true);
    }

    /// <summary>Those of this flow of control: what was entered in it, else the process's own.</summary>
    public static Surroundings Current => s_given.Value ?? s_process;

    /// <summary>The working directory.</summary>
    public string Folder => _folder ?? Environment.CurrentDirectory;

    /// <summary>Looks an environment variable up.</summary>
    public Func<string, string?> Variable { get; } = Environment.GetEnvironmentVariable;

    /// <summary>How the program is started from the working directory, see <see cref="CommandText.Program"/>.</summary>
    public string ProgramName =>
        field ??= CommandText.ProgramOf(Program, Assembly.GetEntryAssembly()?.Location, Variable("PATH"), Folder);

    /// <summary>Whether standard output goes elsewhere than to a terminal.</summary>
    public bool IsOutputRedirected { get; } = Console.IsOutputRedirected;

    /// <summary>Whether standard error goes elsewhere than to a terminal.</summary>
    public bool IsErrorRedirected { get; } = Console.IsErrorRedirected;

    /// <summary>Processors that a verb computes on when it is not told how many.</summary>
    public int ProcessorCount { get; init; } = Environment.ProcessorCount;

    /// <summary>The file that the program is started from.</summary>
    public string ProgramFile => Program!;

    private string? Program { get; } = Environment.ProcessPath;

    /// <summary>Enters surroundings for whatever the caller does from here on, and for what it starts.</summary>
    internal static void Enter(Surroundings surroundings) => s_given.Value = surroundings;

    /// <summary>The place of a search or of a file to be that was named from the working directory: a full path, or an address of an
    /// object store as it is written.</summary>
    /// <exception cref="CommandLineException">It is no name.</exception>
    public static string FullPlace(string place)
    {
        try
        {
            return StoreCatalog.AddressOf(place)?.Text ?? FullPath(place);
        }
        catch (ArgumentException malformed)
        {
            throw new CommandLineException(ForeignText.Shown(malformed.Message));
        }
    }

    /// <summary>The place of a search that was named from the working directory, there or not.</summary>
    /// <exception cref="CommandLineException">It is no name of one.</exception>
    public static string FullSearch(string place) => FullPlace(place) is var full && StoreCatalog.AddressOf(full) is { Prefix.Length: 0 }
        ? throw new CommandLineException(
            $"{ForeignText.Shown(full)} does not name a search: a bucket holds many, each under a prefix of its own")
        : full;

    /// <summary>The full path of a file or folder that was named from the working directory.</summary>
    /// <exception cref="CommandLineException">It is no name.</exception>
    public static string FullPath(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new CommandLineException($"\"{ForeignText.Shown(path)}\" is no name of a file or folder");
        }

        if (StoreCatalog.IsAddress(path))
        {
            throw new CommandLineException(
                $"{ForeignText.Shown(path)} is in an object store; here it must be a file or folder of this machine");
        }

        return Path.IsPathFullyQualified(path) ? Path.GetFullPath(path) : Path.GetFullPath(path, Current.Folder);
    }
}
