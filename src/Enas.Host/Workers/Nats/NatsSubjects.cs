using Enas.Host.Workers.Engines;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers.Nats;

/// <summary>
/// The subjects of the engine. An item has one of its own, which can hold one message: whoever asks twice for a key that waits or runs is
/// refused by the server itself, however long it runs.
/// </summary>
internal static class NatsSubjects
{
    /// <summary>The stream of items.</summary>
    public const string Stream = "ENAS_WORK";

    /// <summary>All items.</summary>
    public const string AllWork = "enas.work.>";

    /// <summary>Workers answer on it, each for itself.</summary>
    public const string Who = "enas.who";

    /// <summary>Workers of the named host, or the named worker, take nothing more.</summary>
    public const string Drain = "enas.drain";

    /// <summary>The subject of an item.</summary>
    public static string Of(WorkItem item) =>
        $"enas.work.{NameOf(item.Kind)}.{item.Needs.DeviceClass}.{item.Priority}.{OwnerOf(item.Owner)}.{item.Key.Hex}";

    /// <summary>All items of an owner.</summary>
    public static string WorkOf(string owner) => $"enas.work.*.*.*.{OwnerOf(owner)}.*";

    /// <summary>All items that wait with a priority for a class of device.</summary>
    public static string Waiting(string deviceClass, int priority) => $"enas.work.*.{deviceClass}.{priority}.*.*";

    /// <summary>The consumer of those.</summary>
    public static string Consumer(string deviceClass, int priority) => $"{deviceClass}-{priority}";

    /// <summary>What workers say to an owner.</summary>
    public static string Notes(string owner) => $"enas.note.{OwnerOf(owner)}";

    /// <summary>There is something new for a class of device.</summary>
    public static string Wake(string deviceClass) => $"enas.wake.{deviceClass}";

    /// <summary>Nobody works on a key, or for an owner, any more.</summary>
    public static string Stop(string keyOrOwner) => $"enas.stop.{keyOrOwner}";

    /// <summary>All of those.</summary>
    public const string AllStops = "enas.stop.*";

    /// <summary>An owner as a part of a subject: owners have any characters.</summary>
    public static string OwnerOf(string owner) => OwnerDigest.Of(owner);

    private static string NameOf(WorkKind kind) => kind switch
    {
        WorkKind.Training => "training",
        WorkKind.Search => "search",
        _ => "replay",
    };
}
