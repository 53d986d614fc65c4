using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Telemetry;
using Enas.Host.Tests.Cli;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enas.Host.Tests.Service;

/// <summary>A fire is either cancelled or started, whoever of the two comes first.</summary>
public sealed class CancelTests : IDisposable
{
    private static readonly Fire s_fire = new("tiny", new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), FireState.Queued);

    private readonly WorkFolder _work = new();
    private readonly SearchMeter _meter = new();
    private readonly FireLedger _ledger;
    private readonly RunningFires _fires;

    public CancelTests()
    {
        var jobs = Directory.CreateDirectory(Path.Combine(_work.Root, "jobs")).FullName;
        File.Copy(_work.Tiny, Path.Combine(jobs, "tiny.json"));
        var options = new ServeOptions(jobs, Directory.CreateDirectory(Root).FullName, 1, "127.0.0.1:0");
        _ledger = new FireLedger(Root);
        _ledger.Add(s_fire);
        _fires = new RunningFires(options, _ledger, _meter, TimeProvider.System, NullLogger<RunningFires>.Instance);
    }

    private string Root => Path.Combine(_work.Root, "runs");

    public void Dispose()
    {
        _ledger.Dispose();
        _meter.Dispose();
        _work.Dispose();
    }

    [Fact]
    public void What_is_cancelled_after_the_queue_was_read_is_not_started()
    {
        var open = _ledger.Open();
        Assert.Null(ScheduleActions.Cancel(Root, s_fire.Folder, s_fire.At));
        _fires.Start(open);
        Assert.Equal(0, _fires.Count);
        var kept = Assert.Single(_ledger.History(null, 9));
        Assert.Equal((FireState.Skipped, "cancelled on the page", 0), (kept.State, kept.Reason, kept.Processes));
    }

    [Fact]
    public void What_was_cancelled_stays_so_where_its_folder_cannot_be_gone_on_with()
    {
        var adopted = s_fire with { At = s_fire.At.AddHours(1), Origin = Fire.Adopted, Search = "gone" };
        _ledger.Add(adopted);
        var open = _ledger.Open().Where(fire => fire.Search is not null).ToArray();
        Assert.Null(ScheduleActions.Cancel(Root, "gone", s_fire.At));
        _fires.Start(open);
        Assert.Equal(FireState.Skipped, _ledger.OfFolder("gone")!.State);
    }

    [Fact]
    public void What_was_started_after_the_page_read_the_queue_is_not_cancelled()
    {
        Assert.True(_ledger.UpdateOpen(s_fire with { State = FireState.Running, Processes = 1 }));
        Assert.StartsWith("has begun", ScheduleActions.Cancel(Root, s_fire.Folder, s_fire.At), StringComparison.Ordinal);
        Assert.False(_ledger.Cancel(s_fire with { State = FireState.Skipped }));
        Assert.Equal(FireState.Running, Assert.Single(_ledger.Open()).State);
        _ledger.Update(s_fire with { State = FireState.Done, Processes = 1 });
        Assert.Equal("has ended", ScheduleActions.Cancel(Root, s_fire.Folder, s_fire.At));
    }

    [Theory]
    [InlineData("tiny-20260301T130000Z")]
    [InlineData("nothing")]
    [InlineData("")]
    public void What_nobody_knows_is_not_found(string folder) =>
        Assert.Throws<NotFoundException>(() => ScheduleActions.Cancel(Root, folder, s_fire.At));

    [Fact]
    public void What_could_not_be_started_and_was_cancelled_is_no_problem_any_more()
    {
        Directory.CreateSymbolicLink(OwnFolder.LogsOf(Root), _work.Root); // Nothing is started that has nowhere to write.
        _fires.Start(_ledger.Open());
        Assert.Single(_fires.NotStarted);
        Assert.Null(ScheduleActions.Cancel(Root, s_fire.Folder, s_fire.At));
        _fires.Start(_ledger.Open());
        Assert.Empty(_fires.NotStarted);
    }
}
