using Enas.Host.Readings;

namespace Enas.Host.Report;

/// <summary>Of each stretch of samples how many were never seen before, and how many different ones the stretch has.</summary>
/// <param name="Count">Different architectures in all.</param>
/// <param name="Fresh">Per cent of a stretch's samples that were never seen before, at its first step.</param>
/// <param name="Different">Per cent of a stretch's samples that differ from each other.</param>
internal sealed record UniqueArchitectures(int Count, IReadOnlyList<SeriesPoint> Fresh, IReadOnlyList<SeriesPoint> Different)
{
    private const int MostStretches = 100;

    /// <summary>Counts the samples.</summary>
    public static UniqueArchitectures Of(IReadOnlyList<SampledTokens> samples)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (fresh, different) = (new List<SeriesPoint>(), new List<SeriesPoint>());
        foreach (var stretch in Stretches.Of(samples, MostStretches))
        {
            var (from, count) = stretch.GetOffsetAndLength(samples.Count);
            var here = new HashSet<string>(StringComparer.Ordinal);
            var before = seen.Count;
            for (var i = from; i < from + count; i++)
            {
                here.Add(samples[i].Tokens);
                seen.Add(samples[i].Tokens);
            }

            fresh.Add(new SeriesPoint(samples[from].Step, 100.0 * (seen.Count - before) / count));
            different.Add(new SeriesPoint(samples[from].Step, 100.0 * here.Count / count));
        }

        return new UniqueArchitectures(seen.Count, fresh, different);
    }
}
