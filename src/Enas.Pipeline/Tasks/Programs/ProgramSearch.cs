using Enas.Pipeline.Options;

namespace Enas.Pipeline.Tasks.Programs;

/// <summary>Where a program is, as a shell finds it: a name with a slash from the job's folder, any other in the folders of PATH.</summary>
internal static class ProgramSearch
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The path of a program; null where it is not there. One that cannot be executed counts only where there is no
    /// other.</summary>
    public static string? Find(EvaluatorOptions options, string program)
    {
        string[] folders = program.Contains('/', StringComparison.Ordinal) ? [options.Folder]
            : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries);
        string[] found = [.. folders.Select(folder => Path.Combine(options.Folder, folder, program)).Where(File.Exists)];
        return found.FirstOrDefault(CanBeExecuted) ?? found.FirstOrDefault();
    }

    /// <summary>Whether anybody may execute a file.</summary>
    public static bool CanBeExecuted(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) != 0;
}
