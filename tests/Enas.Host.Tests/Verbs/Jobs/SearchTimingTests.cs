using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Jobs;

namespace Enas.Host.Tests.Verbs.Jobs;

/// <summary>What <c>enas validate</c> says of a search's time on this machine.</summary>
public sealed class SearchTimingTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("tiny.json")]
    [InlineData("tiny-macro.json")]
    [InlineData("tiny-micro.json")]
    public async Task Whole_steps_of_a_small_job_are_timed(string job)
    {
        var result = await _work.Enas("validate", job, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("\ntime         ", result.Error, StringComparison.Ordinal);
        var time = result.Json().GetProperty("time");
        Assert.True(time.GetProperty("isFromData").GetBoolean());
        Assert.True(time.GetProperty("isFromWholeSteps").GetBoolean());
        Assert.All((string[])["seconds", "weightStepSeconds", "policyStepSeconds", "candidateSeconds"], name =>
            Assert.True(time.GetProperty(name).GetDouble() > 0));
        var steps = result.Json().GetProperty("steps");
        Assert.True(time.GetProperty("seconds")
            .GetDouble() >= steps.GetProperty("weights").GetInt64() * time.GetProperty("weightStepSeconds").GetDouble());
    }

    [Fact]
    public async Task Parts_of_a_large_job_are_timed_on_generated_data_where_its_own_is_not_there()
    {
        var result = await _work.Enas("validate", Path.Combine(AppContext.BaseDirectory, "jobs", "ptb-rnn-small.json"),
            "--set", "data.path=absent", "--set", "sharedWeights.sequenceLength=300");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("(an estimate: parts of steps were timed, on generated data in place of the job's)",
            result.Output, StringComparison.Ordinal);
    }

    /// <summary>A search on children holds one of them at a time: four numbers a weight, and what a step keeps: 4 x 5 words of 8 values in
    /// each of 3 nodes three times, and six times beside them.</summary>
    [Fact]
    public async Task Architectures_that_are_trained_alone_take_memory()
    {
        var job = Path.Combine(AppContext.BaseDirectory, "jobs", "tiny-nas.json");
        var small = (await _work.Enas("validate", job, "--no-time", "--json")).Json();
        var weights = small.GetProperty("parameters").GetProperty("final").GetInt64();
        Assert.Equal(4 * ((4 * weights) + (4 * 5 * 8 * ((3 * 3) + 6))), MemoryOf(small));
        var words = await _work.Enas("validate", job, "--no-time");
        Assert.Contains("memory       under 1 MiB; disk under 1 MiB (log", words.Output, StringComparison.Ordinal);

        // The size of a child is its own.
        var large = (await _work.Enas("validate", job, "--no-time", "--json", "--set", "child.hidden=512")).Json();
        Assert.Equal(weights, large.GetProperty("parameters").GetProperty("final").GetInt64());
        Assert.True(MemoryOf(large) > 1 << 24);
        var images = (await _work.Enas("validate", "tiny-micro.json", "--no-time", "--json", "--set", "strategy.kind=random",
            "--set", "evaluator.kind=child")).Json();
        Assert.True(MemoryOf(images) > 16 * images.GetProperty("parameters").GetProperty("final").GetInt64());
    }

    private static long MemoryOf(System.Text.Json.JsonElement validated) =>
        validated.GetProperty("estimate").GetProperty("memoryBytes").GetInt64();

    [Fact]
    public async Task Nothing_is_timed_where_nobody_wants_it()
    {
        var result = await _work.Enas("validate", "tiny.json", "--no-time", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, result.Json().GetProperty("time").ValueKind);
        Assert.DoesNotContain("\ntime  ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.4, "under a second on this machine with 2 threads: weight step 1.5 ms, candidate 2.0 s (steps were timed)")]
    [InlineData(90, "about 90 s on this")]
    [InlineData(600, "about 10 minutes on this")]
    [InlineData(36_000, "about 10 hours on this")]
    [InlineData(864_000_000, "about 10,000 days on this")]
    public void A_time_is_told_as_exactly_as_it_is_known(double seconds, string words) =>
        Assert.StartsWith(words, new SearchDuration(seconds, 0.0015, 0, 2, 2, IsFromData: true, IsFromWholeSteps: true).Words,
            StringComparison.Ordinal);
}
