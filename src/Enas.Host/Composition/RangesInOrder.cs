using Enas.Pipeline.Events;

namespace Enas.Host.Composition;

/// <summary>What the ranges of a replay showed, in their order, whoever made them and whichever was faster: the first difference of the
/// search is that of the first range that has one.</summary>
internal static class RangesInOrder
{
    /// <summary>Makes all of them in this process.</summary>
    /// <exception cref="ReplayDivergedException">The first difference.</exception>
    /// <exception cref="InconclusiveException">The first range that does not come out cannot be made.</exception>
    public static async Task<IReadOnlyList<RangeFindings>> HereAsync(
        RangeReplay here, IReadOnlyList<ReplayRange> ranges, int parallel, CancellationToken stop)
    {
        var made = new Task<RangeFindings>[ranges.Count];
        await Parallel.ForAsync(0, ranges.Count, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (i, _) =>
        {
            made[i] = here.RunAsync(ranges[i], stop);
            await ((Task)made[i]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var found = new List<RangeFindings>();
        foreach (var range in made)
        {
            found.Add(Same(await range));
        }

        return found;
    }

    /// <summary>Takes them from others; what nobody else could make is made here, where it says what is wrong.</summary>
    /// <param name="ahead">The others; owned.</param>
    /// <param name="here">Makes ranges in this process; asked for once, where it is needed.</param>
    /// <param name="ranges">The ranges.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ReplayDivergedException">The first difference.</exception>
    public static async Task<IReadOnlyList<RangeFindings>> ElsewhereAsync(
        IRangesAhead ahead, Func<RangeReplay> here, IReadOnlyList<ReplayRange> ranges, CancellationToken stop)
    {
        await using var owned = ahead;
        var (own, found) = (new Lazy<RangeReplay>(here), new List<RangeFindings>());
        foreach (var range in ranges)
        {
            var next = await ahead.NextAsync();
            stop.ThrowIfCancellationRequested();
            found.Add(next ?? await own.Value.RunAsync(range, stop));
            if (found[^1].Divergence is not null)
            {
                break;
            }
        }

        await ahead.EndAsync();
        return [.. found.Select(Same)];
    }

    private static RangeFindings Same(RangeFindings found) =>
        found.Divergence is { } difference ? throw new ReplayDivergedException(difference) : found;
}
