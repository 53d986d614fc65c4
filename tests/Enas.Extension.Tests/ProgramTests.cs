using System.Text.Json;
using Enas.Extension.Tests.Operations;
using Enas.Host;

namespace Enas.Extension.Tests;

/// <summary>What an added space and strategy get for nothing: the whole program, in this process.</summary>
public sealed class ProgramTests : IDisposable
{
    private const int Evaluations = 12;

    private readonly string _folder = Directory.CreateTempSubdirectory("enas-extension-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_job_is_checked_with_a_suggestion_for_what_is_misspelled()
    {
        Assert.Equal(0, (await EnasAsync("validate", Job())).ExitCode);
        var (code, output) = await EnasAsync("validate", Job("\"one-by-one\", \"strid\": 2"));
        Assert.Equal(65, code);
        Assert.Contains("did you mean \"stride\"", output, StringComparison.Ordinal);
        (code, output) = await EnasAsync("validate", Job("\"one-by-on\""));
        Assert.Equal(65, code);
        Assert.Contains("\"one-by-one\"", output, StringComparison.Ordinal);
        (code, output) = await EnasAsync("validate", Job(), "--set", "evaluator.ceiling=9");
        Assert.Equal(64, code);
        Assert.Contains("above the number of steps", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"one-by-one\"")]
    [InlineData("\"evolution\"")]
    public async Task A_search_runs_stops_and_goes_on_with_one_fingerprint(string strategy)
    {
        var whole = await FingerprintAsync(0, "run", Job(strategy), "--out", In("whole"));
        foreach (var steps in (int[])[1, Evaluations / 2, Evaluations - 1])
        {
            var search = In($"stopped-{steps}");
            await FingerprintAsync(75, "run", Job(strategy), "--out", search, "--stop-after-steps", $"{steps}");
            Assert.Equal(whole, await FingerprintAsync(0, "resume", search));
        }
    }

    /// <summary>Behind each commit, what a killed process leaves is the segments so far: the rest of the whole search is taken away. All
    /// its checkpoints are kept, as the newest may have been published before the commit that names it.</summary>
    [Theory]
    [InlineData("\"one-by-one\"")]
    [InlineData("\"evolution\"")]
    public async Task A_search_that_is_killed_behind_each_commit_goes_on_with_one_fingerprint(string strategy)
    {
        string[] slow = ["--set", "log.groupEvents=1", "--set", "checkpoint.everySteps=3", "--set", "checkpoint.keep=1000"];
        var whole = await FingerprintAsync(0, ["run", Job(strategy), "--out", In("whole"), .. slow]);
        var commits = Segments("whole").Length;
        Assert.InRange(commits, Evaluations + 1, int.MaxValue);
        for (var count = 0; count < commits; count++)
        {
            var killed = $"killed-{count}";
            Copy(In("whole"), In(killed));
            Array.ForEach(Segments(killed)[count..], File.Delete);
            if (count == 0)
            {
                // A checkpoint without any commit is a log that somebody removed.
                Array.ForEach(Directory.GetFiles(Path.Combine(In(killed), "checkpoints")), File.Delete);
            }

            Assert.Equal(whole, await FingerprintAsync(0, "resume", In(killed)));
            Directory.Delete(In(killed), recursive: true);
        }
    }

    [Fact]
    public async Task A_search_is_replayed_audited_shown_drawn_asked_and_reported()
    {
        var search = In("search");
        await FingerprintAsync(0, "run", Job(), "--out", search);
        var (code, output) = await EnasAsync("replay", search, "--mode", "policy");
        Assert.True(code == 0, output);
        (code, output) = await EnasAsync("audit", search);
        Assert.True(code == 0, output);
        (code, output) = await EnasAsync("show", search);
        Assert.True(code == 0, output);
        Assert.DoesNotContain("validation set", output, StringComparison.Ordinal);
        (code, output) = await EnasAsync("rank", search);
        Assert.True(code == 65 && output.Contains("says itself what its architectures are worth", StringComparison.Ordinal), output);
        Assert.DoesNotContain("training 1", output, StringComparison.Ordinal);
        (code, output) = await EnasAsync("draw", search);
        Assert.True(code == 0 && output.Contains("step1 =", StringComparison.Ordinal), output);
        (code, output) = await EnasAsync("draw", search, "--format", "svg");
        Assert.True(code == 0 && output.Contains("<svg", StringComparison.Ordinal), output);
        (code, output) = await EnasAsync("sql", search, "SELECT count(*) FILTER (event_type = 'best-moved') AS moves, "
            + "count(*) FILTER (event_type = 'step-failed') AS failed FROM events", "--csv");
        Assert.Equal((0, "moves,failed\n11,1\n"), (code, output.ReplaceLineEndings("\n")));
        (code, output) = await EnasAsync("report", search, "--out", In("report.html"));
        Assert.True(code == 0, output);
        Assert.DoesNotContain("looked up", await File.ReadAllTextAsync(In("report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Contains("staircase", await File.ReadAllTextAsync(In("report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    /// <summary>A space that a job describes, under an evaluator that ships with nobody.</summary>
    [Fact]
    public async Task An_added_evaluator_is_run_stopped_gone_on_with_replayed_and_reported()
    {
        var job = In("tally.json");
        await File.WriteAllTextAsync(job, """
            {
              "name": "tally", "preset": "small", "seed": 3,
              "space": { "kind": "custom", "decisions": [
                { "name": "a", "kind": "category", "options": ["x", "y", "z"] },
                { "name": "b", "kind": "category", "options": ["x", "y", "z"] },
                { "name": "c", "kind": "category", "options": ["x", "y", "z"] }] },
              "strategy": { "kind": "evolution", "population": 3, "tournament": 2 },
              "evaluator": { "kind": "tally", "wanted": 2 }, "budget": { "evaluations": 20 }, "derive": { "candidates": 2 }
            }
            """, TestContext.Current.CancellationToken);
        var (code, output) = await EnasAsync("validate", job, "--set", "evaluator.kind=taly");
        Assert.True(code == 64 && output.Contains("tally", StringComparison.Ordinal), output);
        foreach (var verb in (string[][])[["validate", job], ["run", job, "--out", In("refused")]])
        {
            (code, output) = await EnasAsync([.. verb, "--set", "evaluator.wanted=3"]);
            Assert.True(code == 65 && output.Contains("no decision has so many options", StringComparison.Ordinal), output);
        }

        await FingerprintAsync(0, "run", LearnedFrom(job), "--out", In("parent"));
        (code, output) = await EnasAsync("fork", In("parent"), "--at", "3", "--set", "evaluator.wanted=3", "--out", In("refused"));
        Assert.True(code == 65 && output.Contains("no decision has so many options", StringComparison.Ordinal), output);
        Assert.False(Directory.Exists(In("refused")));
        (code, output) = await EnasAsync("prove", job, "--pairs", "1", "--out", In("proof"));
        Assert.True(code == 65 && output.Contains("and the architectures of custom share no weights.", StringComparison.Ordinal), output);
        var whole = await FingerprintAsync(0, "run", job, "--out", In("whole"));
        await FingerprintAsync(75, "run", job, "--out", In("stopped"), "--stop-after-steps", "7");
        Assert.Equal(whole, await FingerprintAsync(0, "resume", In("stopped")));
        (code, output) = await EnasAsync("replay", In("whole"), "--mode", "policy");
        Assert.True(code == 0, output);
        (code, output) = await EnasAsync("run", job, "--out", In("again"), "--then", "train");
        Assert.True(code == 64 && output.Contains("are counted, and none is trained", StringComparison.Ordinal), output);
        (code, output) = await EnasAsync("report", In("whole"), "--out", In("report.html"));
        Assert.True(code == 0, output);
    }

    /// <summary>What a space has is given to whatever needs it, from wherever that comes.</summary>
    [Fact]
    public async Task An_added_evaluator_reads_the_table_of_its_space()
    {
        string[] operations = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];
        var cells = operations.SelectMany(a => operations.SelectMany(b => operations.Select(c =>
            $"|{a}~0|+|{b}~0|none~1|+|{c}~0|none~1|none~2|")));
        await File.WriteAllLinesAsync(In("table.csv"), ["arch,value", .. cells.Select((cell, row) => $"{cell},{row / 2}")],
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(In("rank.json"), """
            {
              "name": "rank", "preset": "cifar10", "seed": 3, "data": { "kind": "table", "path": "table.csv" },
              "space": { "kind": "nas-bench-201" }, "strategy": { "kind": "evolution" }, "budget": { "evaluations": 300 },
              "evaluator": { "kind": "rank", "column": "value", "testColumn": "" }
            }
            """, TestContext.Current.CancellationToken);
        await FingerprintAsync(0, "run", In("rank.json"), "--out", In("search"));
        var (code, output) = await EnasAsync("sql", In("search"), "SELECT count(*) FILTER (reward > 0) > 0 AS found FROM rewards", "--csv");
        Assert.Equal((0, "found\ntrue\n"), (code, output.ReplaceLineEndings("\n")));
        (code, output) = await EnasAsync("replay", In("search"), "--mode", "full");
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("macro-cnn", "\"layers\": 3", "6 6 0 6 0 0")]
    [InlineData("micro-cnn", "\"nodes\": 1", "0 5 1 5 / 0 5 1 5")]
    public async Task An_added_operation_is_searched_trained_and_exported(string space, string shape, string architecture)
    {
        var job = In("images.json");
        await File.WriteAllTextAsync(job, $$"""
            {
              "name": "images", "preset": "small-2", "seed": 3,
              "data": {
                "kind": "generated",
                "images": { "classes": 2, "channels": 1, "size": 8, "trainImages": 32, "validImages": 16, "testImages": 16 }
              },
              "space": { "kind": "{{space}}", {{shape}}, "operations": ["max-pool-3x3", "{{GroupedConvolution.Name}}"] },
              "strategy": { "kind": "evolution", "population": 3, "tournament": 2 },
              "evaluator": { "kind": "zero-cost", "proxy": "parameters" }, "proxies": { "batchSize": 16 },
              "budget": { "evaluations": 6 }, "derive": { "candidates": 2 },
              "train": { "epochs": 1, "evaluationBatchSize": 16, "network": { "filters": 4, "batchSize": 16 } }
            }
            """, TestContext.Current.CancellationToken);
        await FingerprintAsync(0, "run", job, "--out", In("searched"));
        var (code, output) = await EnasAsync("train", "--arch", architecture, "--job", job, "--out", In("trained"));
        Assert.True(code == 0, output);
        (code, output) = await EnasAsync("export", In("trained"), "--format", "onnx", "--out", In("network.onnx"));
        Assert.True(code == 0, output);
    }

    // The same job under a strategy that has branches.
    private string LearnedFrom(string job)
    {
        File.WriteAllText(In("learned.json"), File.ReadAllText(job).Replace(
            "\"evolution\", \"population\": 3, \"tournament\": 2", "\"policy-table\"", StringComparison.Ordinal));
        return In("learned.json");
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string[] Segments(string search) =>
        [.. Directory.GetFiles(Path.Combine(In(search), "segments")).Order(StringComparer.Ordinal)];

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        foreach (var part in Directory.GetDirectories(from))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(part)));
        }
    }

    private string Job(string strategy = "\"one-by-one\"")
    {
        var path = In("job.json");
        File.WriteAllText(path, $$"""
            { "name": "stairs", "seed": 3, "preset": "short", "space": { "kind": "staircase" }, "strategy": { "kind": {{strategy}} } }
            """);
        return path;
    }

    private static async Task<string> FingerprintAsync(int exitCode, params string[] arguments)
    {
        var (code, output) = await EnasAsync([.. arguments, "--json"]);
        Assert.True(code == exitCode, output);
        using var json = JsonDocument.Parse(output[..(output.LastIndexOf('}') + 1)]);
        return json.RootElement.GetProperty("fingerprint").GetString()!;
    }

    /// <summary>Runs the program over a console of its own. With <c>--json</c> people's words are left out.</summary>
    private static async Task<(int ExitCode, string Output)> EnasAsync(params string[] arguments)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        using var said = new StringWriter();
        Console.SetOut(written);
        Console.SetError(arguments.Contains("--json") ? said : written);
        try
        {
            var code = await EnasProgram.RunAsync(arguments);
            return (code, written.ToString() + (written.GetStringBuilder().Length == 0 ? said : string.Empty));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
