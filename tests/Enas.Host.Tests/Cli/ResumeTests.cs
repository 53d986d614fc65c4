namespace Enas.Host.Tests.Cli;

/// <summary>Resume, fork and replay.</summary>
public sealed class ResumeTests : IDisposable
{
    // Every step of the quick start, on an eighth of its work: what is shown is that a kill changes nothing.
    private static readonly string[] s_small =
    [
        "budget.rounds=3", "derive.candidates=2", "derive.batchSize=4", "reward.batchSize=4", "sharedWeights.batchSize=4",
    ];

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_stopped_search_resumes_to_the_fingerprint_of_the_whole()
    {
        var whole = Fingerprint(await _work.TinySearch("whole"));
        Assert.Equal(75, (await _work.TinySearch("part", "--stop-after-steps", "2")).ExitCode);
        Assert.Equal(75, (await _work.Enas("resume", "part", "--stop-after-steps", "4")).ExitCode);
        var resumed = await _work.Enas("resume", "part", "--json", "--threads", "1");
        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(whole, Fingerprint(resumed));
        Assert.Equal("complete", (await _work.Enas("show", "part", "--json")).Json().GetProperty("status").GetString());
    }

    [Fact]
    public async Task Resuming_a_complete_search_changes_nothing()
    {
        await _work.TinySearch("whole");
        var before = Listing("whole");
        var again = await _work.Enas("resume", "whole", "--json");
        Assert.Equal(0, again.ExitCode);
        Assert.True(again.Json().GetProperty("complete").GetBoolean());
        Assert.Contains("nothing was changed", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, Listing("whole"));
    }

    [Fact]
    public async Task A_folder_without_an_event_resumes_from_its_job()
    {
        var whole = Fingerprint(await _work.TinySearch("whole"));
        Assert.Equal(75, (await _work.TinySearch("empty", "--stop-after-steps", "0")).ExitCode);
        ForgetLog("empty");

        Assert.Equal(whole, Fingerprint(await _work.Enas("resume", "empty", "--json")));
    }

    [Theory]
    [InlineData("seed=5", "seed was 1, is now 5")]
    [InlineData("space.nodes=4", "space.nodes was")]
    [InlineData("policy.learningRate=0.5", "policy.learningRate was")]
    [InlineData("data.trainTokens=1000", "data_digest was")]
    public async Task Going_on_as_another_search_is_refused_and_named(string set, string words)
    {
        await _work.TinySearch("part", "--stop-after-steps", "2");
        var before = Listing("part");
        var refused = await _work.Enas("resume", "part", "--set", set);
        Assert.Equal(65, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, Listing("part"));
    }

    [Fact]
    public async Task A_budget_that_grew_is_remembered_and_the_search_is_the_one_that_had_it_from_the_start()
    {
        var whole = Fingerprint(await _work.Enas("run", "tiny.json", "--json", "--out", "whole", "--set", "budget.rounds=4"));
        await _work.TinySearch("part", "--stop-after-steps", "2");
        Assert.Equal(75, (await _work.Enas("resume", "part", "--set", "budget.rounds=4", "--stop-after-steps", "7")).ExitCode);
        Assert.Equal(whole, Fingerprint(await _work.Enas("resume", "part", "--json")));
    }

    /// <summary>Stopped within the last round and between two candidates.</summary>
    [Fact]
    public async Task Scores_over_several_checkpoints_are_the_same_after_a_stop()
    {
        string[] run = ["run", "tiny.json", "--json", "--set", "derive.checkpoints=2", "--set", "budget.rounds=3"];
        var whole = Fingerprint(await _work.Enas([.. run, "--out", "whole"]));
        Assert.Equal(75, (await _work.Enas([.. run, "--out", "part", "--stop-after-steps", "7"])).ExitCode);
        Assert.Equal(whole, Fingerprint(await _work.Enas("resume", "part", "--json")));
        var scored = (await _work.Enas("sql", "whole", "--json",
            "SELECT facts FROM events WHERE event_type = 'candidate-scored'")).Json().GetProperty("rows").EnumerateArray().ToArray();
        Assert.NotEmpty(scored);
        Assert.All(scored, row => Assert.Contains(
            "\"checkpoints\":2", row.GetProperty("facts").GetString(), StringComparison.Ordinal));
        Assert.Equal(0, (await _work.Enas("replay", "whole", "--mode", "full")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "whole", "--mode", "policy")).ExitCode);
        Assert.Equal(0, (await _work.Enas("fork", "whole", "--at", "6", "--out", "branch")).ExitCode);
    }

    [Theory]
    [InlineData(1, "its budget can no longer change. What it has done stays done")]
    [InlineData(1000, "its budget can no longer change. Branch with: ")]
    public async Task A_complete_search_keeps_its_budget_whichever_way_it_would_change(int rounds, string words)
    {
        await _work.TinySearch("whole");
        var refused = await _work.Enas("resume", "whole", "--set", $"budget.rounds={rounds}");
        Assert.Equal(65, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("budget.rounds=1", "cannot end before what is done")]
    [InlineData("log.groupSeconds=-1", "log.groupSeconds")]
    public async Task A_budget_below_what_is_done_and_a_wrong_option_are_refused(string set, string words)
    {
        await _work.TinySearch("part", "--stop-after-steps", "5");
        var before = Listing("part");
        var refused = await _work.Enas("resume", "part", "--set", set);
        Assert.InRange(refused.ExitCode, 64, 65);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, Listing("part"));
    }

    [Fact]
    public async Task A_complete_search_cannot_grow()
    {
        await _work.TinySearch("whole");
        var refused = await _work.Enas("resume", "whole", "--set", "budget.rounds=9");
        Assert.Equal(65, refused.ExitCode);
        Assert.Contains("enas fork", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overrides_of_an_opening_that_recorded_nothing_are_kept_too_and_paths_do_not_depend_on_where_they_were_said()
    {
        foreach (var folder in (string[])["a", "b"])
        {
            Directory.CreateDirectory(Path.Combine(_work.Root, folder));
        }

        foreach (var name in (string[])["train", "valid", "test"])
        {
            _work.Write($"a/text/{name}.txt",
                string.Join('\n', Enumerable.Repeat("the cat sat on the mat and the dog sat on the cat", 60)));
            _work.Write($"text/{name}.txt", string.Join('\n', Enumerable.Repeat("the cat sat on the mat and the dog sat on the cat", 60)));
        }

        string[] tokens = ["--set", "data.kind=tokens", "--set", "data.path=text"];
        var whole = Fingerprint(await _work.Enas(["run", "tiny.json", "--json", "--out", "whole", "--set", "budget.rounds=4", .. tokens]));
        await _work.Enas(["run", "tiny.json", "--out", "part", "--stop-after-steps", "0", .. tokens]);
        ForgetLog("part");

        var moved = await EnasVerb.RunAsync(
            Path.Combine(_work.Root, "a"),
                "resume", "../part", "--set", "budget.rounds=4", "--set", "data.path=text", "--stop-after-steps", "3");
        Assert.Equal(75, moved.ExitCode);
        Directory.Delete(Path.Combine(_work.Root, "text"), recursive: true);
        Assert.Equal(whole, Fingerprint(await EnasVerb.RunAsync(Path.Combine(_work.Root, "b"), "resume", "../part", "--json")));
        Assert.Equal(0, (await EnasVerb.RunAsync(Path.Combine(_work.Root, "b"), "train", "../part", "--out", "trained")).ExitCode);
    }

    [Fact]
    public async Task Branches_of_the_first_step_and_of_rounds_that_are_passes_over_the_data_replay()
    {
        await _work.Enas("run", "tiny.json", "--out", "parent", "--set", "strategy.weightStepsPerRound=0", "--set", "budget.rounds=3");
        foreach (var (name, at) in ((string, string)[])[("first", "0"), ("later", "13")])
        {
            Assert.Equal(0, (await _work.Enas("fork", "parent", "--at", at, "--set", "seed=9", "--out", name)).ExitCode);
            foreach (var mode in (string[])["policy", "full"])
            {
                var replay = await _work.Enas("replay", name, "--mode", mode);
                Assert.True(replay.ExitCode == 0, $"{name} {mode}: {replay.Output}{replay.Error}");
            }
        }

        var refused = await _work.Enas(
            "fork", "parent", "--at", "3", "--set", "data.states=8", "--set", "data.vocabulary=20", "--out", "no");
        Assert.Equal(65, refused.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "no")));
    }

    [Fact]
    public async Task A_replay_with_other_data_cannot_conclude_and_one_with_an_edited_job_is_refused()
    {
        await _work.TinySearch("search");
        Assert.Equal(11, (await _work.Enas("replay", "search", "--mode", "full", "--set", "data.trainTokens=400")).ExitCode);
        var resolved = Path.Combine(_work.Root, "search", "job.resolved.json");
        await File.WriteAllTextAsync(
            resolved, (await File.ReadAllTextAsync(resolved)).Replace("\"c\": 80", "\"c\": 81", StringComparison.Ordinal));
        foreach (var mode in (string[])["policy", "full"])
        {
            var edited = await _work.Enas("replay", "search", "--mode", mode);
            Assert.Equal(10, edited.ExitCode);
            Assert.Contains("job.resolved.json is not the file that the search was begun with", edited.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_branch_of_any_step_is_a_search_of_its_own_that_resumes_and_replays()
    {
        await _work.TinySearch("parent");
        var same = (await _work.Enas("fork", "parent", "--at", "3", "--json", "--out", "same")).Json();
        var other = await _work.Enas("fork",
            "parent", "--at", "3", "--set", "seed=9", "--set", "budget.rounds=4", "--out", "other", "--json", "--stop-after-steps", "5");
        Assert.Equal(75, other.ExitCode);
        Assert.Equal(0, (await _work.Enas("resume", "other")).ExitCode);
        Assert.NotEqual(same.GetProperty("fingerprint").GetString(), Fingerprint(await _work.Enas("show", "other", "--json")));
        foreach (var branch in (string[])["same", "other"])
        {
            foreach (var mode in (string[])["rebuild", "policy", "full"])
            {
                var replay = await _work.Enas("replay", branch, "--mode", mode, "--json");
                Assert.True(replay.ExitCode == 0, $"{branch} {mode}: {replay.Error}");
            }
        }

        // The same options from the same step on: its architectures are the parent's own.
        Assert.Equal(await BestAsync("parent"), await BestAsync("same"));
        var refused = await _work.Enas("fork", "parent", "--at", "3", "--set", "space.nodes=2", "--out", "no");
        Assert.Equal(65, refused.ExitCode);
        Assert.Contains("space.nodes was", refused.Error, StringComparison.Ordinal);
        Assert.Equal(64, (await _work.Enas("fork", "parent", "--at", "99")).ExitCode);
    }

    [Fact]
    public async Task A_stopped_training_resumes_to_the_fingerprint_of_the_whole()
    {
        await _work.TinySearch("search");
        var whole = (await _work.Enas("train", "search", "--json", "--out", "whole", "--set", "train.epochs=3")).Json();
        // Its process dies in the middle of an epoch: everything after its third commit is gone.
        await _work.Enas("train", "search", "--out", "part", "--set", "train.epochs=3", "--set", "log.groupEvents=2");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_work.Root, "part", "segments")).Order(StringComparer.Ordinal).Skip(4))
        {
            File.Delete(file);
        }

        var resumed = await _work.Enas("resume", "part", "--json");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(whole.GetProperty("fingerprint").GetString(), Fingerprint(resumed));
        Assert.Equal(whole.GetProperty("testPerplexity").GetDouble(), resumed.Json().GetProperty("testPerplexity").GetDouble());
        Assert.Equal(0, (await _work.Enas("replay", "part", "--mode", "full")).ExitCode);
        Assert.Equal(64, (await _work.Enas("replay", "part", "--mode", "policy")).ExitCode);
    }

    [Fact]
    public async Task Every_mode_of_replay_says_what_it_proved()
    {
        await _work.TinySearch("search", "--set", "checkpoint.everySteps=2");
        var policy = (await _work.Enas("replay", "search", "--mode", "policy", "--json")).Json();
        Assert.Equal(6, policy.GetProperty("steps").GetInt64());
        Assert.False(policy.GetProperty("diverged").GetBoolean());
        var full = (await _work.Enas("replay", "search", "--mode", "full", "--json", "--threads", "2")).Json();
        Assert.Equal(6, full.GetProperty("steps").GetInt64());
        Assert.True(full.GetProperty("ranges").GetInt32() > 1);
        Assert.True(full.GetProperty("checkpoints").GetInt32() > 0);
        Assert.Equal(policy.GetProperty("facts").GetInt64(), full.GetProperty("facts").GetInt64());
        var range = (await _work.Enas("replay", "search", "--mode", "full", "--from", "3", "--to", "5", "--json", "--parallel", "1"))
            .Json();
        Assert.Equal((2, 3), (range.GetProperty("fromStep").GetInt64(), range.GetProperty("steps").GetInt64()));
        Assert.Equal(64, (await _work.Enas("replay", "search", "--mode", "full", "--to", "7")).ExitCode);
        Assert.Equal(64, (await _work.Enas("replay", "search", "--mode", "policy", "--from", "1")).ExitCode);
    }

    [Fact]
    public async Task A_policy_replay_needs_no_data()
    {
        var data = Directory.CreateDirectory(Path.Combine(_work.Root, "text")).FullName;
        foreach (var name in (string[])["train", "valid", "test"])
        {
            await File.WriteAllTextAsync(Path.Combine(data, name + ".txt"),
                string.Join('\n', Enumerable.Repeat("the cat sat on the mat and the dog sat on the cat", 60)));
        }

        Assert.Equal(
            0, (await _work.Enas("run", "tiny.json", "--out", "search", "--set", "data.kind=tokens", "--set", "data.path=text")).ExitCode);
        Directory.Delete(data, recursive: true);
        Assert.Equal(0, (await _work.Enas("replay", "search", "--mode", "policy")).ExitCode);
        Assert.Equal(66, (await _work.Enas("replay", "search", "--mode", "full")).ExitCode);
    }

    [Fact]
    public async Task The_crash_demonstration_ends_with_one_fingerprint()
    {
        var demo = await _work.Program(["demo", "--crash", "--json", .. s_small.SelectMany(set => (string[])["--set", set])]);
        Assert.True(demo.ExitCode == 0, demo.Error);
        var json = demo.Json();
        Assert.Equal(137, json.GetProperty("killedExitCode").GetInt32());
        Assert.True(json.GetProperty("same").GetBoolean());
        Assert.True(json.GetProperty("acknowledgedSteps").GetInt64() > 0);
    }

    private async Task<string?> BestAsync(string search) =>
        (await _work.Enas("show", search, "--json")).Json().GetProperty("best").GetProperty("architecture").GetString();

    private static string? Fingerprint(EnasResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json().GetProperty("fingerprint").GetString();
    }

    // As a process leaves its folder that dies before its first commit: no event, and no checkpoint, which an event always comes before.
    private void ForgetLog(string search)
    {
        foreach (var folder in (string[])["segments", "checkpoints"])
        {
            Array.ForEach(Directory.GetFiles(Path.Combine(_work.Root, search, folder)), File.Delete);
        }
    }

    private string[] Listing(string search) =>
        [.. Directory.EnumerateFileSystemEntries(Path.Combine(_work.Root, search), "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}")];
}
