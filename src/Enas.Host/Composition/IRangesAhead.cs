using Enas.Pipeline.Options;

namespace Enas.Host.Composition;

/// <summary>Has ranges of a replay made again by others.</summary>
internal interface IRangeDesk
{
    /// <summary>Ranges that are worth having under way at once.</summary>
    int Parallel { get; }

    /// <summary>Begins to have ranges made again.</summary>
    /// <param name="search">The search, as it was read here.</param>
    /// <param name="job">Its job with its data where they are now.</param>
    /// <param name="ranges">The ranges, in their order.</param>
    IRangesAhead Begin(RecordedSearch search, JobOptions job, IReadOnlyList<ReplayRange> ranges);
}

/// <summary>Ranges that others make again, waited for one after the other.</summary>
internal interface IRangesAhead : IAsyncDisposable
{
    /// <summary>What the next range showed; null where nobody else could make it, or there was a stop.</summary>
    Task<RangeFindings?> NextAsync();

    /// <summary>There is a verdict: nobody needs to go on, and a replay that is asked for later is made anew.</summary>
    Task EndAsync();
}
