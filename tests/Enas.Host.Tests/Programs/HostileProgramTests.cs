using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Programs;

/// <summary>Programs that hang, lie, need too much, do not listen or leave others behind: each is told, none stops the search.</summary>
public sealed class HostileProgramTests : IDisposable
{
    // One architecture for each kind. Those that would never end have a second.
    private const string Script = """
        case "$1" in
          works) echo accuracy=0.5;;
          hangs) sleep 600;;
          rubbish) printf 'no\0result \377 {"a": \n{]\n'; echo '{"accuracy": "much"}';;
          twice) echo '{"accuracy": 0.1}'; echo '{"accuracy": 0.2}';;
          silent) exit 0;;
          fails) echo 'cannot go on' >&2; exit 3;;
          greedy) dd if=/dev/zero of=/dev/null bs=10G count=1 2>&1 >/dev/null | tail -1 >&2; exit 1;;
          stubborn) trap '' TERM; while :; do sleep 600; done;;
          forks) (setsid sleep 600 &) ; sleep 600 & echo accuracy=0.25;;
          holds) env -i PATH="$PATH" setsid sh -c 'while echo accuracy=0.4; do sleep 0.01; done' & echo accuracy=0.4;;
          dies) kill -9 $$;;
          minus-one) exit 255;;
          removes) rm -r "${ENAS_SCRATCH%/scratch}"; echo accuracy=0.3;;
          half) echo '{"error": "\ud800\u001b[31m"}';;
          talks) i=0; while [ $i -lt 12000 ]; do i=$((i + 1)); echo "{\"step\": $i, \"accuracy\": 0.1}"; done; echo accuracy=0.2;;
          many) for i in 1 2 3 4; do head -c 80000000 /dev/zero | tail -c 80000000 | sleep 600 & done; wait;;
        esac
        """;

    private static readonly (string Kind, string? Reason)[] s_kinds =
    [
        ("works", null), ("hangs", "time-limit"), ("rubbish", "value-not-finite"), ("twice", "two-results"), ("silent", "no-result"),
        ("fails", "exit-3"), ("greedy", "exit-1"), ("stubborn", "time-limit"), ("forks", null), ("dies", "signal-9"),
        ("holds", null), ("minus-one", "exit-255"), ("removes", null), ("half", "said-error"), ("talks", null), ("many", "memory-limit"),
    ];

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Each_is_told_in_words_none_stops_the_search_and_nobody_is_left_behind()
    {
        _work.Write("hostile.sh", Script + "\n");
        _work.Write("own.json", $$"""
            {
              "name": "own", "preset": "small",
              "space": { "kind": "custom", "decisions": [
                { "name": "how", "kind": "category", "options": [{{string.Join(", ", s_kinds.Select(kind => $"\"{kind.Kind}\""))}}] } ] },
              "strategy": { "kind": "local-search" },
              "evaluator": { "command": ["sh", "hostile.sh", "{how}"], "timeLimitSeconds": 10, "graceSeconds": 0.1,
                "memoryMegabytes": 200, "lag": {{s_kinds.Length}} },
              "budget": { "evaluations": {{s_kinds.Length}} }, "derive": { "candidates": 1 }
            }
            """);
        var run = await _work.Enas("run", "own.json", "--out", "search", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        var children = await _work.Enas("sql", "search", "SELECT architecture, failure, metric FROM children", "--json");
        var failures = children.Json().GetProperty("rows").EnumerateArray()
            .ToDictionary(row => row.GetProperty("architecture").GetString()!, row => row.GetProperty("failure").GetString(),
                StringComparer.Ordinal);
        Assert.Equal(s_kinds.Select(kind => $"how={kind.Kind}").Order(), failures.Keys.Order());
        Assert.All(s_kinds, kind => Assert.Equal(kind.Reason, failures[$"how={kind.Kind}"]));
        Assert.Equal("how=works", run.Json().GetProperty("chosen").GetProperty("architecture").GetString());
        Assert.Equal(0, ProgramJobs.LeftIn(_work.Root));

        // What it wrote and what became of it is beside the search.
        var folders = Directory.GetDirectories(Path.Combine(_work.Root, "search-children"));
        Assert.Equal(s_kinds.Length, folders.Length);
        Assert.Contains(folders.Select(folder => Path.Combine(folder, "stderr.txt")).Where(File.Exists),
            errors => File.ReadAllText(errors) == "cannot go on\n");
        Assert.Contains("ended with exit code 3; its memory has a limit of 200 MB", run.Error, StringComparison.Ordinal);
        Assert.Contains("evaluator.memoryMegabytes = 200 is the most for all together", run.Error, StringComparison.Ordinal);

        // A text with half a character is shown as the program wrote it, and no control character of it reaches a terminal.
        Assert.Contains("said: \"\\ud800\\u001b[31m\" (how=half)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Error);
        Assert.Contains("; its standard error ends: cannot go on (how=fails)", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("audit", "search")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "search", "--mode", "policy")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "search", "--mode", "full")).ExitCode);
        File.AppendAllText(Path.Combine(folders[0], "result.json"), " ");
        var audit = await _work.Enas("audit", "search");
        Assert.Equal(10, audit.ExitCode);
        Assert.Contains("result.json is not the file whose digest the search recorded", audit.Error + audit.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[\"no-such-program\"]", "in none of the folders of PATH", 66)]
    [InlineData("[\"value.sh\"]", "the one in evaluator.folder is \"./value.sh\"", 66)]
    [InlineData("[\"./nowhere/run\"]", "is not in", 66)]
    [InlineData("[\"/\"]", "is a folder", 66)]
    [InlineData("[\"./value.sh\"]", "is no executable file. Make it one (chmod +x)", 65)]
    public async Task A_program_that_cannot_be_run_is_told_before_anything_is_made(string command, string words, int code)
    {
        ProgramJobs.Write(_work, ProgramJobs.Text().Replace(
            "[\"sh\", \"value.sh\", \"{a}\", \"{b}\", \"{seed}\"]", command, StringComparison.Ordinal));
        var run = await _work.Enas("run", "own.json", "--out", "search");
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "search")));
    }

    [Fact]
    public async Task What_runs_and_watches_programs_is_told_before_anything_is_made()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text());
        foreach (var (present, missing) in ((string[], string)[])[(["sh"], "setsid"), (["setsid"], "sh"), (["setsid", "sh"], "grep")])
        {
            var path = _work.Write($"without-{missing}/empty", string.Empty);
            foreach (var program in present)
            {
                File.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(path)!, program), $"/usr/bin/{program}");
            }

            using var enas = EnasProcess.Start(
                _work.Root, [new("PATH", Path.GetDirectoryName(path)!)], ["run", "own.json", "--out", "search"]);
            var run = await enas.EndAsync();
            Assert.Equal(66, run.ExitCode);
            Assert.Contains($"needs {missing}, which is in none of the folders of PATH", run.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(_work.Root, "search")));
        }
    }

    /// <summary>A replay runs no program; whoever goes on does.</summary>
    [Fact]
    public async Task A_program_that_is_gone_ends_a_resume_and_no_replay()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text().Replace("[\"sh\", \"value.sh\"", "[\"./own.sh\"", StringComparison.Ordinal));
        var program = _work.Write("own.sh", $"#!/bin/sh\n{ProgramJobs.Script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Equal(75, (await _work.Enas("run", "own.json", "--out", "search", "--stop-after-steps", "3")).ExitCode);
        File.Delete(program);
        var (resumed, replayed) = (await _work.Enas("resume", "search"), await _work.Enas("replay", "search"));
        Assert.Equal((66, 0), (resumed.ExitCode, replayed.ExitCode));
        Assert.Contains("the program \"./own.sh\" is not in", resumed.Error, StringComparison.Ordinal);
    }

    // Letter by letter, whatever the letters are to a shell or to JSON. What is not open leaves its argument out.
    [Fact]
    public async Task Arguments_are_what_was_chosen()
    {
        string[] options = ["two words", "a\"b", "it's", "back\\slash", "\"quoted\"", "größe", "$HOME", "-", "🙂"];
        _work.Write("own.json", $$"""
            {
              "name": "own", "preset": "small",
              "space": { "kind": "custom", "decisions": [
                { "name": "größe", "kind": "category", "options": {{System.Text.Json.JsonSerializer.Serialize(options)}} },
                { "name": "seeds", "kind": "integer", "low": 7, "high": 8, "when": { "größe": "two words" } } ] },
              "strategy": { "kind": "local-search" },
              "evaluator": { "command": ["sh", "it's a script.sh", "{größe}", "--seed={seeds}", "--budget={budget}"] },
              "budget": { "evaluations": {{options.Length + 1}} }, "derive": { "candidates": 1 }
            }
            """);
        _work.Write("it's a script.sh", "echo \"$#$1$2\" >>said.txt; echo accuracy=0.5\n");
        var run = await _work.Enas("run", "own.json", "--out", "a search of \"ours\"");
        Assert.True(run.ExitCode == 0, run.Error);
        string[] others = [.. options[1..].Select(option => $"1{option}")];
        Assert.Equal(new[] { "2two words--seed=7", "2two words--seed=8" }.Concat(others).Order(StringComparer.Ordinal),
            File.ReadLines(Path.Combine(_work.Root, "said.txt")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("random")]
    [InlineData("evolution")]
    public async Task Where_every_evaluation_fails_nothing_is_chosen_and_each_line_says_its_own(string strategy)
    {
        ProgramJobs.Write(_work, ProgramJobs.Text(strategy, evaluations: 5), "exit 3");
        var run = await _work.Enas("run", "own.json", "--out", "search");
        Assert.Equal(12, run.ExitCode);
        Assert.Contains("best     nothing is chosen: no evaluation of a candidate gave a value\n"
            + "failed   no step failed: an evaluation without a value is recorded, and the search goes on\n"
            + "cause    most likely evaluations that failed: 'enas sql SEARCH \"SELECT architecture, failure FROM rewards\"' says why, and "
            + "so does failure.txt in the folder of each\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("children     [0-9]+ evaluated outside of Enas, [0-9]+ without a value \\(exit-3 [0-9]+\\)",
            (await _work.Enas("show", "search")).Output);
    }

    // It knows its folder and what is asked, so it can write what a result looks like.
    [Fact]
    public async Task What_a_program_says_counts_and_not_a_result_that_it_writes_itself()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text("random", evaluations: 2), """
            tokens=$(sed 's/.*"tokens":"\([^"]*\)".*/\1/' "$ENAS_REQUEST")
            exec 5>"${ENAS_SCRATCH%/scratch}/result.json"
            printf '{"format":1,"architecture":"%s","rung":0,"seed":%s,"budget":0,' "$tokens" "$ENAS_SEED" >&5
            printf '"measure":"accuracy","value":0.99,"reports":[],"costs":{}}' >&5
            echo accuracy=0.25
            """);
        var run = await _work.Enas("run", "own.json", "--out", "search");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("the program wrote a result.json of its own where enas keeps what it came to. It was put aside as "
            + "result.aside-1.json; what the program said on standard output counts", run.Output + run.Error, StringComparison.Ordinal);
        Assert.EndsWith("metric\n0.25\n", (await _work.Enas("sql", "search", "SELECT DISTINCT metric FROM children", "--csv")).Output,
            StringComparison.Ordinal);
        Assert.Contains("\"value\":0.99", File.ReadAllText(
            Directory.GetFiles(Path.Combine(_work.Root, "search-children"), "result.aside-1.json", SearchOption.AllDirectories)[0]),
            StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("audit", "search")).ExitCode);
    }

    // The third run works: what was tried before is in the scratch folder.
    [Fact]
    public async Task A_program_that_fails_is_run_again_as_often_as_the_job_says()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text("random", ", \"retries\": 2", evaluations: 2),
            "echo x >>\"$ENAS_SCRATCH/tries\"; [ $(wc -l <\"$ENAS_SCRATCH/tries\") -lt 3 ] && exit 9; echo accuracy=0.5");
        var run = await _work.Enas("run", "own.json", "--out", "search", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("ended with exit code 9; run again", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.Json().GetProperty("failedSteps").GetInt32());
    }
}
