using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Pipeline.Catalogs;

/// <summary>From rows back to events.</summary>
public static class SearchEvents
{
    /// <summary>Operational events that change no state.</summary>
    private static readonly string[] s_withoutState = ["writer-opened", "writer-closed", "repaired", "resume-diverged", "alert"];

    private static readonly string[] s_withState =
    [
        SearchStarted.Name, ArchitectureSampled.Name, SharedWeightsTrained.Name, RewardEvaluated.Name, PolicyUpdated.Name, StepFailed.Name,
        CandidateScored.Name, SearchCompleted.Name, CheckpointSaved.Name, JobChanged.Name,
    ];

    /// <summary>Whether every search has the event of a name, so that no strategy can add another.</summary>
    internal static bool IsShared(string name) => s_withState.Contains(name) || s_withoutState.Contains(name);

    /// <summary>Whether this program knows the row's event in the row's version; when it does not, a newer one may.</summary>
    public static bool Knows(LogRow row) =>
        row.SchemaVersion == 1 && (s_withState.Contains(row.EventType)
            || s_withoutState.Contains(row.EventType) || StrategyCatalog.EventOf(row.EventType) is not null);

    /// <summary>
    /// The event that a row holds, or null for an operational one that changes no state. Throws <see cref="LogDamagedException"/> for an
    /// unknown event or a schema version that this program does not know.
    /// </summary>
    public static ISearchEvent? FromRow(LogRow row)
    {
        if (row.SchemaVersion != 1)
        {
            throw new LogDamagedException($"a {row.EventType} event at step {row.Step} "
                + $"has schema version {row.SchemaVersion}; this program knows 1. A newer enas reads it");
        }

        return row.EventType switch
        {
            SearchStarted.Name => SearchStarted.FromRow(row),
            ArchitectureSampled.Name => ArchitectureSampled.FromRow(row),
            SharedWeightsTrained.Name => SharedWeightsTrained.FromRow(row),
            RewardEvaluated.Name => RewardEvaluated.FromRow(row),
            PolicyUpdated.Name => PolicyUpdated.FromRow(row),
            StepFailed.Name => StepFailed.FromRow(row),
            CandidateScored.Name => CandidateScored.FromRow(row),
            SearchCompleted.Name => SearchCompleted.FromRow(row),
            CheckpointSaved.Name => CheckpointSaved.FromRow(row),
            JobChanged.Name => JobChanged.FromRow(row),
            var other when s_withoutState.Contains(other) => null,
            var other when StrategyCatalog.EventOf(other) is { } kind => kind.Read(row),
            var other => throw new LogDamagedException(
                $"unknown event \"{other}\" (schema version {row.SchemaVersion}) at step {row.Step}. A newer enas may know it"),
        };
    }
}
