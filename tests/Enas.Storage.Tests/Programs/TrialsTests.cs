using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Storage.Programs;

namespace Enas.Storage.Tests.Programs;

/// <summary>The numbered evaluations that a search waits for: each is opened, asked for and kept once.</summary>
public sealed class TrialsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("enas-trials-").FullName;

    private string Search => Path.Combine(_root, "search");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void An_order_has_one_number_however_often_it_is_opened()
    {
        var trials = new Trials(Search);
        Assert.Empty(trials.All);
        ChildOrder[] orders = [new("a=1", 0, 7, 0), new("a=1", 1, 7, 0), new("a=2", 0, ulong.MaxValue >> 1, 9)];
        foreach (var order in orders.Concat(orders))
        {
            trials.Open(order);
        }

        Assert.Equal(orders.Select((order, number) => new Trial(number, order)), new Trials(Search).All);
    }

    // As by two processes: each has its own view of the folder.
    [Fact]
    public void A_trial_is_taken_by_one_of_many_who_ask_at_once()
    {
        new Trials(Search).Open(new("a=1", 0, 7, 0));
        var taken = 0;
        Parallel.For(0, 16, _ =>
        {
            var trials = new Trials(Search);
            if (trials.TryTake(trials.All[0]))
            {
                Interlocked.Increment(ref taken);
            }
        });
        Assert.Equal(1, taken);
        Assert.True(new Trials(Search).IsTaken(new Trials(Search).All[0]));
    }

    [Fact]
    public async Task The_search_goes_on_by_one_at_a_time()
    {
        var trials = new Trials(Search);
        var first = await trials.LockAsync(TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var second = new Trials(Search).LockAsync(stop.Token);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
        using var held = await trials.LockAsync(TestContext.Current.CancellationToken);
        var third = new Trials(Search).LockAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
    }

    [Theory]
    [InlineData("0.json", "{}")]
    [InlineData("0.json", "{\"architecture\":3,\"rung\":0,\"seed\":1,\"budget\":0}")]
    [InlineData("0.json", "{\"architecture\":\"a\",\"rung\":0,\"seed\":-1,\"budget\":0}")]
    [InlineData("x.json", "{\"architecture\":\"a\",\"rung\":0,\"seed\":1,\"budget\":0}")]
    [InlineData("0.json", "")]
    public void A_file_that_is_no_trial_is_damage(string name, string text)
    {
        new Trials(Search).Open(new("a=1", 0, 7, 0));
        File.WriteAllText(Path.Combine(_root, "search-children", "trials", name), text);
        Assert.Contains("is not a trial",
            Assert.Throws<LogDamagedException>(() => new Trials(Search).All).Message, StringComparison.Ordinal);
    }
}
