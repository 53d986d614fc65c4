using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Auto;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.TestKit;

namespace Enas.Host.Tests.Verbs.Auto;

/// <summary>The limits of <c>enas auto</c> against its network.</summary>
public sealed class AutoLimitsTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    // Three medians and the least of them would call a network kept that the search would have turned down twice.
    [Fact]
    public void A_network_is_timed_once_as_the_search_timed_it()
    {
        var job = TestJobs.Tiny() with
        {
            Limits = new LimitOptions { LatencyMs = 2 },
            Costs = new CostOptions { WarmUp = 3, Repeats = 15 },
        };
        var state = SearchState.Empty with
        {
            Completed = new SearchCompleted(new StepPosition(1, Phases.End, 1), "rule", "0 1", 3, null, null, null),
        };
        var (asked, times) = (new List<(int WarmUp, int Repeats)>(), new Queue<double>([2.5, 1.5, 1.5]));
        var kept = Assert.Single(AutoLimits.Of(job, state, _work.Write("a.onnx", "model"), (_, warmUp, repeats) =>
        {
            asked.Add((warmUp, repeats));
            return times.Dequeue();
        }));
        Assert.Equal([(3, 15)], asked);
        Assert.Equal((2.5, false), (kept.Value, kept.IsKept));
    }
}
