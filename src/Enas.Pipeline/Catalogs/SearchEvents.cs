using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Finals;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Pipeline.Catalogs;

/// <summary>The events that every search can have, each once, and from rows back to events: those of strategies among them.</summary>
public static class SearchEvents
{
    private const int OperationalVersion = 1;

    /// <summary>Operational events that change no state.</summary>
    private static readonly string[] s_withoutState = ["writer-opened", "writer-closed", "repaired", "resume-diverged", "alert"];

    private static readonly EventKind[] s_shared =
    [
        ArchitectureSampled.Declaration,
            RewardEvaluated.Declaration, SharedWeightsTrained.Declaration, PolicyUpdated.Declaration, CandidateScored.Declaration,
        StepFailed.Declaration, CheckpointSaved.Declaration, SearchStarted.Declaration, SearchCompleted.Declaration, JobChanged.Declaration,
        ChildTrained.Declaration, FinalsOpened.Declaration, CostsMeasured.Declaration, ProposalRejected.Declaration,
        ProxiesMeasured.Declaration, PoolScreened.Declaration,
    ];

    /// <summary>What is known of the event of a name; null for an operational one, and for one that this program does not know.</summary>
    public static EventKind? KindOf(string name) => Array.Find(s_shared, kind => kind.Name == name) ?? StrategyCatalog.EventOf(name);

    /// <summary>Whether a step ends with the event of a name, of whichever strategy.</summary>
    public static bool EndsStep(string name) => KindOf(name)?.EndsStep ?? false;

    /// <summary>Whether every search has the event of a name, so that no strategy can add another.</summary>
    internal static bool IsShared(string name) => Array.Exists(s_shared, kind => kind.Name == name) || s_withoutState.Contains(name);

    /// <summary>Whether this program knows the row's event in the row's version; when it does not, a newer one may.</summary>
    public static bool Knows(LogRow row) => KindOf(row.EventType) is { } kind
        ? row.SchemaVersion == kind.Version : row.SchemaVersion == OperationalVersion && s_withoutState.Contains(row.EventType);

    /// <summary>
    /// The event that a row holds, or null for an operational one that changes no state. Throws <see cref="LogDamagedException"/> for an
    /// unknown event or a schema version that this program does not know.
    /// </summary>
    public static ISearchEvent? FromRow(LogRow row)
    {
        var kind = KindOf(row.EventType);
        var known = kind?.Version ?? OperationalVersion;
        return row.SchemaVersion != known
            ? throw new LogDamagedException($"a {row.EventType} event at step {row.Step} "
                + $"has schema version {row.SchemaVersion}; this program knows {known}. A newer enas reads it")
            : kind is not null || s_withoutState.Contains(row.EventType)
            ? kind?.Read(row)
            : throw new LogDamagedException($"unknown event \"{row.EventType}\" (schema version {row.SchemaVersion}) "
                + $"at step {row.Step}. A newer enas may know it");
    }
}
