using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Storage.Audit;

/// <summary>Which checkpoints must be there: what a search never releases.</summary>
/// <param name="KeepNewest">Number of the newest ones.</param>
/// <param name="KeepFirst">Whether the first one stays too: a branch could not make again what it began with.</param>
internal sealed record CheckpointRetention(int KeepNewest, bool KeepFirst)
{
    private const string Option = "checkpoint.keep=";

    /// <summary>The rule of a search. A number that changed in a resume counts from then on, so the least of them is certain.</summary>
    public static CheckpointRetention Rule(JobOptions? options, SearchStarted? started, IEnumerable<JobChanged> changes)
    {
        var changed = changes.SelectMany(change => change.Sets)
            .Where(set => set.StartsWith(Option, StringComparison.Ordinal))
            .Select(set => int.TryParse(set.AsSpan(Option.Length), out var keep) ? keep : 1);
        return new CheckpointRetention(changed.Append(options?.Checkpoint.Keep ?? 1).Min(), started?.Fork is not null);
    }

    /// <summary>Those of some checkpoints, oldest first, that must be there.</summary>
    public IEnumerable<CheckpointSaved> Of(IReadOnlyList<CheckpointSaved> saved) => KeepFirst
        ? saved.Take(1).Concat(saved.Skip(1).TakeLast(KeepNewest))
        : saved.TakeLast(KeepNewest);
}
