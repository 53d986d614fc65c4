using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Search;

/// <summary>From a running work to a checkpoint, and the other way.</summary>
public static class SearchCheckpoint
{
    /// <summary>All that the next step needs, in one order: equal state gives equal bytes.</summary>
    /// <param name="work">The work.</param>
    /// <param name="stepCount">Steps that its state includes.</param>
    public static Checkpoint Of(ISearchWork work, long stepCount)
    {
        var texts = new List<KeyValuePair<string, string>>();
        var tensors = new List<CheckpointTensor>();
        work.Export(texts, tensors);
        tensors.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        texts.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return new Checkpoint(stepCount, texts, tensors);
    }

    /// <summary>
    /// The newest checkpoint at or before a step that is there and verifies. A damaged one is passed over; <paramref name="passedOver"/>
    /// hears of it. Null when there is none: the search is then made again from its first step.
    /// </summary>
    public static async Task<Checkpoint?> NewestAsync(
        ICheckpointStore checkpoints, SearchState state, long atMostStep, Action<string> passedOver, CancellationToken cancellationToken)
    {
        for (var i = state.Checkpoints.Count - 1; i >= 0; i--)
        {
            var saved = state.Checkpoints[i];
            if (saved.Position.Step > atMostStep)
            {
                continue;
            }

            try
            {
                if (await checkpoints.TryReadAsync(saved.Reference, cancellationToken) is { } checkpoint)
                {
                    return checkpoint;
                }
            }
            catch (LogDamagedException damage)
            {
                passedOver(damage.Message);
            }
        }

        return null;
    }
}
