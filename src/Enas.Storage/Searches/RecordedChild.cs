using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Storage.Folders;
using Enas.Storage.Stores;

namespace Enas.Storage.Searches;

/// <summary>What the log of a child says that it came to.</summary>
internal sealed class RecordedChild : IProjection
{
    private long _items;

    private RecordedChild()
    {
    }

    /// <summary>The outcome of a child whose training is complete; null where it is not, or there is no child.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="parameters">Weights of its network.</param>
    public static async Task<ChildOutcome?> OutcomeAsync(string folder, long parameters)
    {
        if (!await SearchFolder.IsSearchAsync(folder, StorageOptions.OfHost(), CancellationToken.None))
        {
            return null;
        }

        var items = new RecordedChild();
        var child = await RecordedSearch.OpenAsync(folder, items);
        return child.State.Completed is null ? null : items.Outcome(child, parameters);
    }

    /// <inheritdoc />
    public void Apply(RecordedEvent recorded)
    {
        if (recorded.Row.EventType == SharedWeightsTrained.Name && recorded.Happened is SharedWeightsTrained step)
        {
            _items += step.TokenCount;
        }
    }

    private ChildOutcome Outcome(RecordedSearch child, long parameters)
    {
        var best = child.State.Candidates.Where(score => score.Source == CandidateSources.Validation).MinBy(score => score.Rank);
        return ChildOutcome.Of(
            best is { IsFinite: true } ? best.Loss : new WindowLoss(0, double.PositiveInfinity),
            child.State.StepCount,
            _items,
            parameters,
            child.State.Costs.MultiplyAdds,
            child.Fingerprint);
    }
}
