using System.Globalization;
using Enas.Host.Workers.Engines;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers.Slurm;

/// <summary>A job of Slurm that does one item.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">Its state in Slurm's word.</param>
/// <param name="ExitCode">How it ended, 128 and more for signals; 0 before.</param>
/// <param name="Restarts">How often Slurm began it again by itself.</param>
/// <param name="Node">Where it runs or ran; empty before.</param>
/// <param name="Label">What it is for.</param>
internal sealed record SlurmJob(long Id, string State, int ExitCode, int Restarts, string Node, SlurmLabel Label)
{
    /// <summary>What <c>squeue</c> is asked for: one line for each job.</summary>
    public const string Format = "JobID:20|,State:20|,exit_code:20|,RestartCnt:20|,NodeList:256|,Comment:256|,Reason:64|";

    private const string Completed = "COMPLETED";
    private const string Waiting = "PENDING";
    private const string NotLaunched = "launch failed requeued held";
    private const int FieldCount = 6;
    private const int SignalOffset = 128;
    private const int SignalBits = 0x7f;
    private const int Stopped = 75;

    private static readonly string[] s_over =
    [
        Completed, "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE", "PREEMPTED", "REVOKED",
    ];

    // The item is not to blame: its machine was lost, or others came first.
    private static readonly string[] s_blameless = ["NODE_FAIL", "PREEMPTED", "REVOKED"];

    /// <summary>A job that was submitted just now.</summary>
    public static SlurmJob Submitted(long id, SlurmLabel label) => new(id, Waiting, 0, 0, string.Empty, label);

    /// <summary>Whether nothing more will come of it.</summary>
    public bool IsOver => s_over.Contains(State);

    /// <summary>Why it waits, in Slurm's words.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>Whether it waits for ever, since Slurm holds what a node did not begin: so a node does that still has a job of this number,
    /// which a controller that was killed gave away again.</summary>
    public bool IsHeldForGood => State == Waiting && Reason == NotLaunched;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => State == "RUNNING";

    /// <summary>Whether it ended well: its item has a result.</summary>
    public bool IsDone => State == Completed;

    /// <summary>Whether it ended without a result by a fault that another try may not have: not where it stopped cleanly, was preempted or
    /// lost its machine.</summary>
    public bool IsFault => IsOver && !IsDone && ExitCode != Stopped && !s_blameless.Contains(State);

    /// <summary>The try, told from every other one.</summary>
    public string Attempt => string.Create(CultureInfo.InvariantCulture, $"{Id}/{Restarts}");

    /// <summary>What it is called, for people.</summary>
    public string Words => string.Create(
        CultureInfo.InvariantCulture, $"job {Id}{(Node.Length > 0 ? $" on {Node}" : string.Empty)} is {State}");

    /// <summary>The job of a line of <see cref="Format"/>; null where it is none of ours.</summary>
    public static SlurmJob? TryRead(string line)
    {
        var fields = line.Split('|');
        return fields.Length >= FieldCount
            && long.TryParse(fields[0], CultureInfo.InvariantCulture, out var id)
            && int.TryParse(fields[3], CultureInfo.InvariantCulture, out var restarts)
            && SlurmLabel.TryRead(fields[5].Trim()) is { } label
                ? new SlurmJob(id, fields[1].Trim(), ExitCodeOf(fields[2].Trim()), restarts, fields[4].Trim(), label)
                {
                    Reason = fields.Length > FieldCount ? fields[FieldCount].Trim() : string.Empty,
                }
                : null;
    }

    // Older versions print the status as wait(2) has it, newer ones the code and the signal.
    private static int ExitCodeOf(string text)
    {
        var parts = text.Split(':');
        if (!int.TryParse(parts[0], CultureInfo.InvariantCulture, out var first))
        {
            return 0;
        }

        var (code, signal) = parts.Length == 1 ? (first >> 8, first & SignalBits)
            : (first, int.TryParse(parts[1], CultureInfo.InvariantCulture, out var second) ? second : 0);
        return signal > 0 ? SignalOffset + signal : code;
    }
}

/// <summary>What a job is for, as its comment says it.</summary>
/// <param name="Key">The item.</param>
/// <param name="Owner">The digest of whoever waits for it.</param>
/// <param name="Store">The digest of the shared folder that it is in.</param>
/// <param name="DeviceClass">The device that it wants.</param>
internal sealed record SlurmLabel(WorkKey Key, string Owner, string Store, string DeviceClass)
{
    private const string Ours = "enas";
    private const int WordCount = 5;

    /// <summary>The label of an item in a shared folder.</summary>
    public static SlurmLabel Of(WorkItem item, string store) =>
        new(item.Key, OwnerDigest.Of(item.Owner), OwnerDigest.Of(store), item.Needs.DeviceClass);

    /// <summary>The label of a comment; null where it is none.</summary>
    public static SlurmLabel? TryRead(string comment)
    {
        var words = comment.Split(' ');
        return words.Length == WordCount && words[0] == Ours && WorkKey.TryParse(words[1]) is { } key
            ? new SlurmLabel(key, words[2], words[3], words[4]) : null;
    }

    /// <summary>The name that jobs of this item have: of those with one name and user Slurm runs one at a time.</summary>
    public string JobName => $"{Ours}-{Key.Short}";

    /// <summary>The comment.</summary>
    public override string ToString() => $"{Ours} {Key.Hex} {Owner} {Store} {DeviceClass}";
}
