using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Run;

/// <summary>The steps after a search: what is there goes on, and what nothing can come of is refused before it begins.</summary>
public sealed class FollowUpTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_search_leaves_a_network_and_a_page_and_the_same_steps_go_on_after_a_stop()
    {
        var stopped = await _work.Enas(
            "run", "tiny.json", "--out", "night", "--stop-after-steps", "2", "--then", "train,export,report", "--json");
        Assert.Equal(75, stopped.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "night-train")));
        var resumed = await _work.Enas("resume", "night", "--then", "train,export,report", "--json");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        var then = resumed.Json().GetProperty("then");
        var network = Path.Combine(_work.Root, "night-train", "export", "network.onnx");
        Assert.Equal((network, Path.Combine(_work.Root, "night", "export", "report.html")),
            (then.GetProperty("network").GetString(), then.GetProperty("report").GetString()));
        Assert.True(File.Exists(network) && File.Exists(then.GetProperty("report").GetString()));

        // By hand it is the same training.
        Assert.Equal(0, (await _work.Enas("train", "night", "--out", "own")).ExitCode);
        Assert.Equal((await _work.Enas("show", "own", "--json")).Json().GetProperty("fingerprint").GetString(),
            then.GetProperty("trainingFingerprint").GetString());

        // A training of another search is seen before this one is run.
        Directory.Move(Path.Combine(_work.Root, "own"), Path.Combine(_work.Root, "late-train"));
        var late = await _work.Enas("run", "tiny.json", "--out", "late/", "--then", "train");
        Assert.Equal(64, late.ExitCode);
        Assert.Contains("late-train is not empty", late.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "late")));

        // Nothing is made twice.
        var again = await _work.Enas("resume", "night", "--then", "train", "--json");
        Assert.Equal(then.GetProperty("trainingFingerprint").GetString(),
            again.Json().GetProperty("then").GetProperty("trainingFingerprint").GetString());
    }

    [Theory]
    [InlineData("export takes the network of a training: name train too", "run", "tiny.json", "--then", "export")]
    [InlineData("is no step; allowed are train, export, report", "run", "tiny.json", "--then", "train,fly")]
    [InlineData("--then is for one search", "run", "tiny.json", "--then", "train", "--seeds", "1..2")]
    [InlineData("--then export: the network was trained with train.network.batchNorm", "run", "tiny-macro.json", "--then", "train,export",
        "--set", "train.network.batchNorm=recalibrated")]
    public async Task Steps_that_cannot_be_done_are_refused_before_the_search(string words, params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.Equal(64, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "runs")));
    }

    [Fact]
    public async Task What_a_program_evaluates_cannot_be_trained_and_a_night_is_not_spent_to_find_out()
    {
        _work.Job("tiny-custom.json");
        foreach (var arguments in (string[][])
            [["run", "tiny-custom.json", "--then", "train"],
            ["schedule", "add", "tiny-custom", "--jobs", ".", "--cron", "0 0 2 * * ?", "--then", "train,export"]])
        {
            var result = await _work.Enas(arguments);
            Assert.Equal(64, result.ExitCode);
            Assert.Contains("--then train: the architectures are evaluated outside of Enas", result.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.Combine(_work.Root, "runs")));
        Assert.False(File.Exists(Path.Combine(_work.Root, "tiny-custom.schedule.json")));
        Assert.Equal(0, (await _work.Enas(
            "schedule", "add", "tiny-custom", "--jobs", ".", "--cron", "0 0 2 * * ?", "--then", "report")).ExitCode);
    }
}
