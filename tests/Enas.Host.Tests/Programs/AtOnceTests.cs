using System.Diagnostics;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Programs;

/// <summary>Many programs at once, kills and stops: one fingerprint.</summary>
public sealed class AtOnceTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("evolution", ", \"lag\": 4"), InlineData("policy-table", ", \"lag\": 4"), InlineData("random", ", \"lag\": 4")]
    [InlineData("halving", "")]
    public async Task One_at_a_time_and_many_at_once_are_one_search(string strategy, string lag)
    {
        ProgramJobs.Write(_work, ProgramJobs.Text(strategy, lag));
        string[] size = strategy == "halving" ? ["--set", "strategy.candidates=9", "--set", "strategy.steps=9"] : [];
        var one = await FingerprintAsync(["run", "own.json", "--out", "one", "--set", "evaluator.atOnce=1", .. size]);
        Assert.Equal(one, await FingerprintAsync(["run", "own.json", "--out", "four", "--set", "evaluator.atOnce=4", .. size]));
    }

    // Repeated architectures are free, so a search of three evaluations among four makes more steps than three.
    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    [InlineData("5")]
    public async Task A_search_that_has_made_more_steps_than_evaluations_goes_on(string steps)
    {
        _work.Write("value.sh", "echo accuracy=0.$1\n");
        _work.Write("own.json", """
            {
              "name": "own", "preset": "small", "seed": 5,
              "space": { "kind": "custom", "decisions": [ { "name": "a", "kind": "integer", "low": 1, "high": 4 } ] },
              "strategy": { "kind": "evolution", "population": 2 },
              "evaluator": { "command": ["sh", "value.sh", "{a}"] },
              "budget": { "evaluations": 3 }, "derive": { "candidates": 1 }
            }
            """);
        var run = await _work.Enas("run", "own.json", "--out", "whole", "--json");
        var whole = run.Json().GetProperty("fingerprint").GetString();
        var made = run.Json().GetProperty("steps").GetInt64();
        Assert.True(made > 3, run.Error);
        Assert.Equal(made, run.Json().GetProperty("plannedSteps").GetInt64());
        Assert.Contains($" step={made}/{made} phase=done", run.Error, StringComparison.Ordinal);
        var stopped = await _work.Enas("run", "own.json", "--out", "stopped", "--stop-after-steps", steps);
        Assert.Equal(75, stopped.ExitCode);
        Assert.Equal(whole, await FingerprintAsync(["resume", "stopped"]));
        var smaller = await _work.Enas("resume", "whole", "--set", "budget.evaluations=2");
        Assert.Equal(65, smaller.ExitCode);
    }

    // Each begins by ending what an earlier run of its own left behind, and nobody else's.
    [Fact]
    public async Task The_same_search_in_two_folders_at_the_same_time_is_one_search()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text("random", ", \"lag\": 4"), "sleep 0.1\n" + ProgramJobs.Script);
        string[] both = await Task.WhenAll(
            FingerprintAsync(["run", "own.json", "--out", "one"]), FingerprintAsync(["run", "own.json", "--out", "two"]));
        Assert.Equal(both[0], both[1]);
        var failed = await _work.Enas("sql", "one", "two", "SELECT count(*) FROM children WHERE failure IS NOT NULL", "--csv");
        Assert.EndsWith("0\n", failed.Output, StringComparison.Ordinal);
    }

    // Of the first four each waits until the one that began after it has said its value. $RANDOM would be nothing in a plain shell.
    [Fact]
    public async Task The_order_in_which_programs_end_changes_nothing()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text("random", ", \"lag\": 4"));
        var one = await FingerprintAsync(["run", "own.json", "--out", "one", "--set", "evaluator.atOnce=1"]);
        _work.Write("value.sh", $"""
            n=0; while ! mkdir "began-$n" 2>/dev/null; do n=$((n + 1)); done
            while [ $n -lt 3 ] && [ ! -e "said-$((n + 1))" ]; do sleep 0.01; done
            echo $n >>order
            {ProgramJobs.Script}
            : >"said-$n"

            """);
        Assert.Equal(one, await FingerprintAsync(["run", "own.json", "--out", "four"]));
        Assert.Equal(["3", "2", "1", "0"], File.ReadLines(Path.Combine(_work.Root, "order")).Take(4));
    }

    // The program waits for a file that is only there after the kill: so the kill comes while programs run.
    [Fact]
    public async Task A_kill_in_the_middle_leaves_nobody_behind_and_a_resume_has_the_fingerprint_of_the_whole()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text("evolution", ", \"lag\": 4"), ProgramJobs.Script);
        var whole = await FingerprintAsync(["run", "own.json", "--out", "whole"]);
        // One of its processes leaves the group, and begins another that leaves its session too.
        _work.Write("value.sh", """
            [ "$1" = 4 ] && [ ! -e go ] && { setsid sh -c 'setsid sleep 600 & sleep 600' & }
            [ "$1" = 4 ] && while [ ! -e go ]; do sleep 0.02; done

            """ + ProgramJobs.Script + "\n");
        using (var process = EnasProcess.Start(_work.Root, "run", "own.json", "--out", "killed"))
        {
            var limit = Stopwatch.StartNew();
            while (ProgramJobs.LeftIn(_work.Root) == 0)
            {
                Assert.True(limit.Elapsed < EnasProcess.Longest, "no program was started");
                await Task.Delay(5);
            }

            await _work.HasSegments("killed", 1);
            process.Process.Kill();
            await process.EndAsync();
            while (ProgramJobs.LeftIn(_work.Root) > 0)
            {
                Assert.True(limit.Elapsed < EnasProcess.Longest, "a program outlived the kill");
                await Task.Delay(5);
            }
        }

        _work.Write("go", string.Empty);
        Assert.Equal(whole, await FingerprintAsync(["resume", "killed"]));
        var audit = await _work.Enas("audit", "killed");
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Error);
    }

    [Fact]
    public async Task Stops_after_steps_and_resumes_with_another_number_at_once_are_one_search()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text("local-search", ", \"lag\": 3"));
        var whole = await FingerprintAsync(["run", "own.json", "--out", "whole"]);
        var first = await _work.Enas("run", "own.json", "--out", "parts", "--stop-after-steps", "5");
        Assert.Equal(75, first.ExitCode);
        Assert.Equal(75, (await _work.Enas("resume", "parts", "--set", "evaluator.atOnce=1", "--stop-after-steps", "7")).ExitCode);
        Assert.Equal(whole, await FingerprintAsync(["resume", "parts"]));
    }

    [Fact]
    public async Task What_was_begun_ahead_does_not_outlive_the_run()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text("random", ", \"lag\": 3"));
        var whole = await FingerprintAsync(["run", "own.json", "--out", "whole"]);

        // The architecture that the first step waits for answers; what was begun beside it would run for ever.
        var first = (await _work.Enas("sql", "whole", "SELECT architecture FROM children ORDER BY step LIMIT 1", "--json"))
            .Json().GetProperty("rows")[0].GetProperty("architecture").GetString()!.Split(' ');
        string Of(string name) => first.Single(choice => choice.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
        _work.Write("value.sh", $"[ \"$1 $2\" = \"{Of("a")} {Of("b")}\" ] || sleep 600\n{ProgramJobs.Script}\n");
        Assert.Equal(75, (await _work.Enas("run", "own.json", "--out", "rests", "--stop-after-steps", "1")).ExitCode);
        Assert.Equal(0, ProgramJobs.LeftIn(_work.Root));

        _work.Write("value.sh", ProgramJobs.Script + "\n");
        Assert.Equal(whole, await FingerprintAsync(["resume", "rests"]));
    }

    private async Task<string> FingerprintAsync(string[] arguments)
    {
        var result = await _work.Enas([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json().GetProperty("fingerprint").GetString()!;
    }
}
