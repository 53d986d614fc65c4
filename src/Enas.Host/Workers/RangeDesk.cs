using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Options;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers;

/// <summary>Has the ranges of a replay made again in slots of this machine, or by workers. What they find is the value of their results,
/// which are removed when there is a verdict: a replay that is asked for is made anew, and one that was stopped goes on.</summary>
/// <param name="desk">The desk; owned.</param>
/// <param name="parallel">Ranges at once.</param>
internal sealed class RangeDesk(WorkDesk desk, int parallel) : IRangeDesk, IAsyncDisposable
{
    /// <inheritdoc />
    public int Parallel => parallel;

    /// <summary>The desk of a command line.</summary>
    /// <param name="request">Who makes the ranges.</param>
    /// <param name="search">The search.</param>
    /// <param name="compute">What computes.</param>
    /// <param name="terminal">Hears what is begun.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    /// <exception cref="CommandLineException">The search is in an object store.</exception>
    public static async Task<RangeDesk> OpenAsync(
        DeskRequest request, RecordedSearch search, ComputeOptions compute, Terminal terminal, CancellationToken stop)
    {
        var options = WorkDeskOptions.InFolder(request, Place.ParentOf(search.Folder.Root), compute.Following(search)) with
        {
            Owner = search.Name,
        };
        return new RangeDesk(await WorkDesk.OpenAsync(options, terminal, stop), Math.Max(1, options.Window / ReplayRanges.RangesPerRunner));
    }

    /// <inheritdoc />
    public IRangesAhead Begin(RecordedSearch search, JobOptions job, IReadOnlyList<ReplayRange> ranges)
    {
        WorkItem?[] items = [.. ranges.Select(range => desk.Orders!.Of(search, job, range))];
        return new Ahead(desk, items, desk.Begin([.. ranges.Zip(items, (range, item) => (NameOf(search, range), item))]));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => desk.DisposeAsync();

    private static string NameOf(RecordedSearch search, ReplayRange range) => string.Create(
        CultureInfo.InvariantCulture, $"{search.Name} from step {range.FromStep} to {range.ToStep}");

    private sealed class Ahead(WorkDesk desk, IReadOnlyList<WorkItem?> items, WorkAhead ahead) : IRangesAhead
    {
        private int _taken;
        private bool _isDisposed;

        public async Task<RangeFindings?> NextAsync()
        {
            var result = await ahead.NextAsync();
            _taken++;
            return result is { End: WorkEnd.Done } ? RangeValue.TryRead(result.Value.Span) : null;
        }

        // First nothing is asked for any more, so that nothing is asked for again.
        public async Task EndAsync()
        {
            await DisposeAsync();
            await desk.TakeBackAsync(items.Skip(_taken).OfType<WorkItem>());
            await desk.ForgetAsync(items.OfType<WorkItem>());
        }

        public async ValueTask DisposeAsync()
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                await ahead.DisposeAsync();
            }
        }
    }
}
