using System.Globalization;
using System.Text;
using Enas.Storage.Log;

namespace Enas.Host.Tests.Faults.Hooks;

/// <summary>
/// What tests that kill real processes have in them: the program loads this assembly when it starts (see <see cref="StartupHook"/>) and has
/// none of it in itself, so that the very program that is shipped is killed. Set by the environment of the process: <c>ENAS_FAILPOINT</c>
/// (see <see cref="Failpoint"/>) says where the process ends; <c>ENAS_ACKNOWLEDGED=FILE</c> appends a line <c>sequence event_head</c> for
/// each commit that is durable, so that a test knows afterwards what the process was told; <c>ENAS_IGNORE_LOCK=1</c> ignores the courtesy
/// lock, so that two writers can be shown to be kept apart without it; <c>ENAS_COMMIT_WAIT_MS</c> waits so long after each commit, so that
/// work takes time and no processor; <c>ENAS_LOADED=FILE</c> appends, when the process ends, the names of all assemblies that it loaded.
/// </summary>
internal static class FaultHooks
{
    /// <summary>The environment of a process that is to have the hooks.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Environment { get; } =
        [new("DOTNET_STARTUP_HOOKS", typeof(FaultHooks).Assembly.Location)];

    /// <summary>Puts a disk with the hooks in the place of this machine's.</summary>
    public static void Install()
    {
        if (Variable("ENAS_LOADED") is { Length: > 0 } loaded)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.AppendAllLines(
                loaded, AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!));
        }

        LocalFileSystem.Default = new FailpointFileSystem(
            LocalFileSystem.Default,
            Failpoint.Parse(Variable("ENAS_FAILPOINT")),
            Acknowledged(OpenJournal(Variable("ENAS_ACKNOWLEDGED")), Variable("ENAS_COMMIT_WAIT_MS")),
            Variable("ENAS_IGNORE_LOCK") == "1");
    }

    private static Action<string>? Acknowledged(FileStream? journal, string? wait)
    {
        var pause = string.IsNullOrEmpty(wait) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(int.Parse(wait, CultureInfo.InvariantCulture));
        return journal is null && pause == TimeSpan.Zero ? null : segment =>
        {
            journal?.Write(Encoding.ASCII.GetBytes(LineOf(segment)));
            Thread.Sleep(pause);
        };
    }

    private static string? Variable(string name) => System.Environment.GetEnvironmentVariable(name);

    private static string LineOf(string segment)
    {
        var number = long.Parse(Path.GetFileNameWithoutExtension(segment), CultureInfo.InvariantCulture);
        var footer = SegmentDecoder.DecodeFooter(File.ReadAllBytes(segment), number);
        return $"{footer.LastSequence} {Convert.ToHexStringLower(footer.After.EventHead.Span)}\n";
    }

    // Unbuffered: a line is with the kernel when the write returns, so it outlives the process.
    private static FileStream? OpenJournal(string? path) =>
        string.IsNullOrEmpty(path) ? null : new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
}
