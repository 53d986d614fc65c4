using Enas.Pipeline.Events;
#if !ENAS_FAULTS
using System.Diagnostics;
#endif

namespace Enas.Storage.Files;

#if ENAS_FAULTS
/// <summary>
/// Hooks for tests that kill real processes, set by the environment of the process and costing nothing when it sets none:
/// <c>ENAS_FAILPOINT</c> (see <see cref="Failpoint"/>) says where the process ends; <c>ENAS_ACKNOWLEDGED=FILE</c> appends a line
/// <c>sequence event_head</c> for each acknowledged append, so that a test knows afterwards what the process was told;
/// <c>ENAS_IGNORE_LOCK=1</c> ignores the courtesy lock, so that two writers can be shown to be kept apart without it.
/// </summary>
internal static class FaultHooks
{
    private static readonly Failpoint? s_failpoint = Failpoint.Parse(Environment.GetEnvironmentVariable("ENAS_FAILPOINT"));
    private static readonly FileStream? s_acknowledged = OpenJournal(Environment.GetEnvironmentVariable("ENAS_ACKNOWLEDGED"));

    /// <summary>The disk of this machine, with the failpoint when there is one.</summary>
    public static IFileSystem Files
    {
        get;
    } = Wrap(LocalFileSystem.Instance, Environment.GetEnvironmentVariable("ENAS_IGNORE_LOCK") == "1");

    /// <summary>Told after a commit is durable, before its caller is.</summary>
    public static void Acknowledged(IReadOnlyList<CommittedRow> rows)
    {
        if (s_acknowledged is not null)
        {
            var last = rows[^1];
            s_acknowledged.Write(System.Text.Encoding.ASCII.GetBytes($"{last.Sequence} {Convert.ToHexStringLower(last.EventHash.Span)}\n"));
        }

        s_failpoint?.Reach(Failpoint.AfterAcknowledge);
    }

    private static IFileSystem Wrap(IFileSystem files, bool ignoreLock) =>
        s_failpoint is null && !ignoreLock ? files : new FailpointFileSystem(files, s_failpoint, ignoreLock);

    // Unbuffered: a line is with the kernel when the write returns, so it outlives the process.
    private static FileStream? OpenJournal(string? path) =>
        string.IsNullOrEmpty(path) ? null : new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
}
#else
/// <summary>The program as it is shipped has none of the hooks that tests of killed processes need: see decision 0017.</summary>
internal static class FaultHooks
{
    /// <summary>The disk of this machine.</summary>
    public static IFileSystem Files => LocalFileSystem.Instance;

    /// <summary>Nobody is told.</summary>
    [Conditional("ENAS_FAULTS")]
    public static void Acknowledged(IReadOnlyList<CommittedRow> rows)
    {
    }
}
#endif
