using System.Globalization;
using System.Text;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Samples;

/// <summary>The sample programs as searches run them. What is not installed is told in words by the search itself.</summary>
public sealed class ProgramSampleTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public ProgramSampleTests()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "samples", "programs")))
        {
            _work.Write($"samples/programs/{Path.GetFileName(file)}", File.ReadAllText(file));
        }
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task The_shell_script_is_searched_by_its_job()
    {
        _work.Write("jobs/tiny-custom.json", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "jobs", "tiny-custom.json")));
        var run = await _work.Enas("run", "jobs/tiny-custom.json", "--out", "search", "--json");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);

        // At a rate of 0.01 and four layers it is 4/5, and nowhere more.
        Assert.Equal(("rate=0.01 layers=4", 0.8), await BestAsync("search"));
    }

    [Fact]
    public async Task The_script_of_the_standard_library_is_searched_four_at_a_time()
    {
        _work.Write("samples/programs/optdigits.tra", Digits());
        var run = await _work.Enas("run", "samples/programs/digits.json", "--out", "search", "--set", "budget.evaluations=6",
            "--set", "derive.candidates=1");
        if (!IsInstalled("python3"))
        {
            Assert.Equal(66, run.ExitCode);
            Assert.Contains("the program \"python3\" is in none of the folders of PATH", run.Error, StringComparison.Ordinal);
            return;
        }

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.True((await BestAsync("search")).Value > 0.5);
    }

    // The pages on Optuna and NNI name these.
    [Theory]
    [InlineData("quadratic.json", "distance", 0.1)]
    [InlineData("pruned.json", "accuracy", 0.5)]
    public async Task The_jobs_beside_tutorials_of_others_find_what_they_look_for(string job, string measure, double value)
    {
        if (!IsInstalled("awk"))
        {
            return;
        }

        var run = await _work.Enas("run", $"samples/programs/{job}", "--out", "search", "--json", "--set", "budget.evaluations=20",
            "--set", "derive.candidates=1");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var best = run.Json().GetProperty("chosen").GetProperty("score").GetDouble();
        Assert.True(measure == "distance" ? best < value : best > value, run.Output);
        var stopped = await _work.Enas("sql", "search",
            "SELECT count(*) FROM events WHERE event_type = 'child-trained' AND facts LIKE '%stopped_at%'", "--csv");
        Assert.Equal(measure == "accuracy", !stopped.Output.EndsWith("\n0\n", StringComparison.Ordinal));
    }

    // Schaffer (1985): what nothing dominates are the numbers from 0 to 2. Of the grid a neighbour of these can stand for one that the
    // search did not come to.
    [Fact]
    public async Task The_job_with_two_objectives_finds_the_front_of_Schaffer_s_problem()
    {
        if (!IsInstalled("awk"))
        {
            return;
        }

        var run = await _work.Enas("run", "samples/programs/front.json", "--out", "search", "--set", "derive.candidates=50");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var front = (await _work.Enas("show", "search", "--json")).Json().GetProperty("front").GetProperty("architectures");
        Assert.InRange(front.GetArrayLength(), 5, 21);
        Assert.Matches("front        [0-9]+ architectures, from first [0-9.]+ at second [0-9.]+ to first [0-9.]+ at second [0-9.]+\n",
            (await _work.Enas("show", "search")).Output);
        Assert.All(front.EnumerateArray(), one =>
            Assert.Equal(-one.GetProperty("reward").GetDouble(), one.GetProperty("value").GetDouble()));
        Assert.All(front.EnumerateArray(), one => Assert.InRange(double.Parse(
            one.GetProperty("architecture").GetString()!["x=".Length..], CultureInfo.InvariantCulture), -0.11, 2.11));
    }

    // With a process for each of its calls, as whoever uses it has them; two loops share the search.
    [Fact]
    public async Task Two_loops_of_one_s_own_ask_and_tell_one_search()
    {
        if (!IsInstalled("python3"))
        {
            return;
        }

        var run = await _work.Enas("run", "samples/programs/quadratic.json", "--out", "search", "--set", "evaluator.kind=told",
            "--set", "evaluator.command=[]", "--set", "evaluator.lag=2", "--set", "budget.evaluations=4", "--set", "derive.candidates=1");
        Assert.True(run.ExitCode == 75, run.Error);
        string[] loop = ["python3", Path.Combine(_work.Root, "samples", "programs", "ask_and_tell.py"), EnasProcess.Program, "search"];
        for (var round = 0; await StatusAsync() != "complete"; round++)
        {
            Assert.True(round < 10, "the loops came to no end");
            using var one = EnasProcess.StartProgram(loop[0], _work.Root, loop[1..]);
            using var other = EnasProcess.StartProgram(loop[0], _work.Root, loop[1..]);
            Assert.Equal(0, (await one.EndAsync()).ExitCode);
            Assert.Equal(0, (await other.EndAsync()).ExitCode);
        }

        Assert.Equal(0, (await _work.Enas("audit", "search")).ExitCode);

        async Task<string?> StatusAsync() => (await _work.Enas("show", "search", "--json")).Json().GetProperty("status").GetString();
    }

    // Longest paths through graphs that the program is given.
    [Theory]
    [InlineData("rnn-cell")]
    [InlineData("nas-bench-201")]
    public async Task The_script_that_reads_a_graph_is_searched_in_the_spaces_of_networks(string space)
    {
        if (!IsInstalled("python3"))
        {
            return;
        }

        _work.Write("jobs/any-outside.json", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "jobs", "any-outside.json")));
        var run = await _work.Enas("run", "jobs/any-outside.json", "--out", "search", "--set", $"space.kind={space}", "--set",
            "strategy.kind=evolution", "--set", "evaluator.kind=command", "--set",
            "evaluator.command=[\"python3\", \"../samples/programs/depth.py\"]", "--set", "budget.evaluations=4");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.InRange((await BestAsync("search")).Value, 0.25, 1);
    }

    // dotnet builds it once, which takes seconds.
    [Fact]
    public async Task The_file_of_C_sharp_is_searched()
    {
        _work.Write("own.json", Job("\"dotnet\", \"run\", \"xor.cs\"",
            """
            { "name": "hidden", "kind": "integer", "low": 2, "high": 4 },
            { "name": "rate", "kind": "number", "low": 0.01, "high": 0.1, "count": 3 }
            """,
            """, "measure": "loss", "direction": "lower", "worst": 10"""));
        var run = await _work.Enas("run", "own.json", "--out", "search");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.InRange((await BestAsync("search")).Value, 0, 0.3);
    }

    [Fact]
    public async Task The_script_of_PyTorch_is_searched_or_says_that_there_is_none()
    {
        _work.Write("own.json", Job("\"python3\", \"torch_rings.py\"",
            """
            { "name": "layers", "kind": "integer", "low": 1, "high": 2 },
            { "name": "width", "kind": "integer", "low": 4, "high": 16, "factor": 2 },
            { "name": "activation", "kind": "category", "options": ["relu", "tanh"] },
            { "name": "rate", "kind": "number", "low": 0.01, "high": 0.1, "count": 2 }
            """, string.Empty));
        var run = await _work.Enas("run", "own.json", "--out", "search");
        if (run.Output.Contains("there is no PyTorch here: pip install torch", StringComparison.Ordinal))
        {
            Assert.Equal(12, run.ExitCode);
            return;
        }

        Assert.True(run.ExitCode == 0 ? (await BestAsync("search")).Value > 0.5 : run.ExitCode == 66 && !IsInstalled("python3"),
            run.Output + run.Error);
    }

    private static string Job(string command, string decisions, string more) => $$"""
        {
          "name": "own", "preset": "small", "space": { "kind": "custom", "decisions": [ {{decisions}} ] }, "strategy": { "kind": "random" },
          "evaluator": { "command": [{{command}}], "folder": "samples/programs", "timeLimitSeconds": 300{{more}} },
          "budget": { "evaluations": 2 }, "derive": { "candidates": 1 }
        }
        """;

    // Each digit is a row of the picture, with some noise.
    private static string Digits()
    {
        var text = new StringBuilder("# the last number is the digit\n");
        for (var row = 0; row < 600; row++)
        {
            var digit = row % 8;
            text.AppendJoin(',', Enumerable.Range(0, 64).Select(i => (i / 8 == digit ? 12 : 1) + (((row * 7) + (i * 13)) % 5)))
                .Append(CultureInfo.InvariantCulture, $",{digit}\n");
        }

        return text.ToString();
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private async Task<(string Architecture, double Value)> BestAsync(string search)
    {
        var rows = (await _work.Enas("sql", search, "SELECT architecture, metric FROM children WHERE failure IS NULL", "--json")).Json()
            .GetProperty("rows").EnumerateArray()
            .Select(row => (row.GetProperty("architecture").GetString()!, row.GetProperty("metric").GetDouble()));
        return rows.MaxBy(row => row.Item2);
    }
}
