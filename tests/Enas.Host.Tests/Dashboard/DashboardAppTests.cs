using Enas.Host.Dashboard.Following;

namespace Enas.Host.Tests.Dashboard;

/// <summary>A dashboard ends whole, whatever goes wrong at that moment.</summary>
public sealed class DashboardAppTests(ServedDashboard served) : IClassFixture<ServedDashboard>
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_that_fails_at_the_end_leaves_nothing_open()
    {
        var clock = new HandClock { Hurried = TimeSpan.FromSeconds(1) };
        var app = served.App(clock);
        app.Served.Hub.Listen([]);
        var ending = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        clock.Fault = new IOException("the disk is away");
        clock.Stamped = () => ending.TrySetResult(app.DisposeAsync().AsTask());
        await (await ending.Task.WaitAsync(s_longest, Cancelled)).WaitAsync(s_longest, Cancelled);
        Assert.Throws<OperationCanceledException>(
            () => app.Served.Shelf.Get(new FoundSearch("one", served.Root, Path.Combine(served.Root, "one"))));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => app.Served.Catalogue.LookAsync());
    }
}
