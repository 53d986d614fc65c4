using System.Globalization;
using System.Runtime.InteropServices;

namespace Enas.Host.Tests.Faults.Hooks;

/// <summary>
/// A point of a publication where a test wants this process to end or to stop: <c>NAME:COUNT</c> sends SIGKILL at the COUNT-th time the
/// point is reached, <c>NAME:COUNT:stop</c> sends SIGSTOP there and goes on after SIGCONT. See <see cref="FaultHooks"/>.
/// </summary>
internal sealed partial class Failpoint(string name, int count, int signal)
{
    /// <summary>Staged bytes are written and not flushed: of a segment, a checkpoint or a job file.</summary>
    public const string BeforeFileFlush = "before-file-flush";

    /// <summary>A segment is durable in staging and has no number yet.</summary>
    public const string BeforeSegmentLink = "before-segment-link";

    /// <summary>A segment has its number, which is not durable yet.</summary>
    public const string BeforeSegmentFolderFlush = "before-segment-folder-flush";

    /// <summary>A commit was acknowledged and nothing came after it.</summary>
    public const string AfterAcknowledge = "after-acknowledge";

    /// <summary>A checkpoint is written in part: half of one of its blocks is missing.</summary>
    public const string InCheckpointWrite = "in-checkpoint-write";

    /// <summary>A checkpoint is durable in staging and has no name yet.</summary>
    public const string BeforeCheckpointLink = "before-checkpoint-link";

    /// <summary>A checkpoint has its name, which is not durable, and no event names it.</summary>
    public const string BeforeCheckpointFolderFlush = "before-checkpoint-folder-flush";

    private const int Kill = 9;
    private const int StopOnLinux = 19;

    private int _reached;

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        BeforeFileFlush, BeforeSegmentLink, BeforeSegmentFolderFlush, AfterAcknowledge,
        InCheckpointWrite, BeforeCheckpointLink, BeforeCheckpointFolderFlush,
    ];

    /// <summary>Counts one passage; true at the one where the signal is due.</summary>
    public bool IsDue(string point) => name == point && Interlocked.Increment(ref _reached) == count;

    /// <summary>Counts one passage and sends the signal when it is due.</summary>
    public void Reach(string point)
    {
        if (IsDue(point))
        {
            Fire();
        }
    }

    /// <summary>Sends the signal. Comes back only from a stop.</summary>
    public void Fire()
    {
        _ = Raise(signal);
        if (signal == Kill)
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>Parses a point; null for null or an empty text.</summary>
    /// <exception cref="ArgumentException">The text is not a point.</exception>
    public static Failpoint? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var parts = text.Split(':');
        return parts.Length is 2 or 3 && Names.Contains(parts[0])
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            && (parts.Length == 2 || parts[2] == "stop")
            ? new Failpoint(parts[0], count, parts.Length == 2 ? Kill : StopOnLinux)
            : throw new ArgumentException(
                $"'{text}' is not a failpoint: NAME:COUNT or NAME:COUNT:stop with one of {string.Join(", ", Names)}");
    }

    // To the calling thread, so that it takes effect before this returns: kill(2) may wake another thread for it.
    [LibraryImport("libc", EntryPoint = "raise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Raise(int signal);
}
