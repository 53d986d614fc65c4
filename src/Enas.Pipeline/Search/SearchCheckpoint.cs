using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Search;

/// <summary>From a running work to a checkpoint, and the other way.</summary>
internal static class SearchCheckpoint
{
    /// <summary>All that the next step needs, in one order: equal state gives equal bytes.</summary>
    /// <param name="stepCount">Steps that its state includes.</param>
    public static Checkpoint Of(ISearchWork work, long stepCount) => Of(work.Sections, stepCount);

    /// <summary>The state of some parts, in one order.</summary>
    /// <param name="stepCount">Steps that their state includes.</param>
    public static Checkpoint Of(IEnumerable<ICheckpointed> parts, long stepCount)
    {
        var sections = new List<CheckpointSection>();
        foreach (var part in parts)
        {
            var section = new CheckpointSection(part.Section, stepCount);
            part.Save(section);
            sections.Add(section);
        }

        return new Checkpoint(
            stepCount,
            [.. sections.SelectMany(section => section.Texts).OrderBy(text => text.Key, StringComparer.Ordinal)],
            [.. sections.SelectMany(section => section.Tensors).OrderBy(tensor => tensor.Name, StringComparer.Ordinal)])
        {
            Sections = [.. sections.Select(section => section.Kind).OrderBy(kind => kind.Name, StringComparer.Ordinal)],
        };
    }

    /// <summary>Gives parts the state that a checkpoint has of them.</summary>
    /// <exception cref="CheckpointSectionException">It lacks a section, or a newer program wrote it; then nothing was changed.</exception>
    public static void Restore(IEnumerable<ICheckpointed> parts, Checkpoint checkpoint)
    {
        foreach (var (part, section) in parts.Select(part => (part, checkpoint.Section(part.Section))).ToArray())
        {
            if (section is not null)
            {
                part.Load(section);
            }
        }
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
