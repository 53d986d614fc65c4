using System.Runtime.InteropServices;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Replay;

/// <summary>Compares weights that were made again with a published checkpoint, bit by bit.</summary>
internal static class CheckpointComparison
{
    /// <summary>The first difference, or null. Of an old checkpoint only what it has is compared: it had no section of data.</summary>
    /// <param name="made">What was made again. Without shared weights it is a part of the checkpoint, and only that
    /// part is compared.</param>
    /// <param name="recorded">The published checkpoint.</param>
    /// <param name="sequence">The event that names it.</param>
    /// <param name="isWhole">Whether the checkpoint must hold nothing else.</param>
    /// <param name="tolerance">How the weights of an inexact backend may differ; null for bit for bit. The policy's are exact
    /// in any case.</param>
    public static Divergence? FirstDifference(
        Checkpoint made, Checkpoint recorded, long sequence, bool isWhole, ReplayTolerance? tolerance = null)
    {
        var kinds = made.Sections ?? [];
        foreach (var kind in kinds)
        {
            recorded.Section(kind); // Says so where it is missing or of a newer program: then nothing can be compared.
        }

        made = recorded.Sections is null ? made.InFirstFormat() : made;
        foreach (var (key, value) in made.Texts)
        {
            var was = recorded.Texts.FirstOrDefault(text => text.Key == key).Value;
            if (was != value && !(was is null && kinds.Any(kind => kind.HasAdded(key))))
            {
                return Differs(key, was ?? "nothing", value);
            }
        }

        foreach (var tensor in made.Tensors)
        {
            var was = recorded.Tensors.FirstOrDefault(other => other.Name == tensor.Name);
            if (was is null || !was.Shape.SequenceEqual(tensor.Shape))
            {
                return Differs(tensor.Name, was is null
                    ? "nothing" : $"shape [{string.Join(", ", was.Shape)}]", $"shape [{string.Join(", ", tensor.Shape)}]");
            }

            if (FirstElement(was.Values.Span, tensor.Values.Span) is { } at
                && !IsNear(was.Values.Span, tensor.Values.Span, IsOfPolicy(tensor) ? null : tolerance))
            {
                return Differs($"{tensor.Name}[{at}]", $"{was.Values.Span[at]:R}", $"{tensor.Values.Span[at]:R}");
            }
        }

        var missing = isWhole ? recorded.Tensors.FirstOrDefault(was =>
            !kinds.Any(kind => kind.HasRetired(was.Name)) && made.Tensors.All(tensor => tensor.Name != was.Name)) : null;
        return missing is null ? null : Differs(missing.Name, "a weight", "nothing");

        Divergence Differs(string field, string was, string now) => new(sequence, recorded.Step, "checkpoint-saved", field, was, now);
    }

    // Keys and optimiser state of a policy, as it exports them.
    private static bool IsOfPolicy(CheckpointTensor tensor) => tensor.Name.StartsWith("policy", StringComparison.Ordinal);

    private static bool IsNear(ReadOnlySpan<float> was, ReadOnlySpan<float> now, ReplayTolerance? tolerance)
    {
        if (tolerance is null || was.Length != now.Length)
        {
            return false;
        }

        var (largest, difference) = (0f, 0f);
        for (var i = 0; i < was.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(was[i]));
            difference = Math.Max(difference, Math.Abs(was[i] - now[i]));
        }

        return difference == 0 || tolerance.AcceptsWeights(difference / Math.Max(largest, float.Epsilon));
    }

    // As integers: a bit is a bit, also in zeros of either sign.
    private static int? FirstElement(ReadOnlySpan<float> was, ReadOnlySpan<float> now)
    {
        var same = MemoryMarshal.Cast<float, int>(was).CommonPrefixLength(MemoryMarshal.Cast<float, int>(now));
        return same == was.Length && same == now.Length ? null : same;
    }
}
