namespace Enas.Host.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Alone_prints_a_short_help()
    {
        var result = await _work.Enas();
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("enas demo", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Output.Split('\n').Length, 5, 14);
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        var result = await _work.Enas("--version");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", result.Output);
    }

    [Theory]
    [InlineData("--value 0,93: is no number; allowed are digits with a point", "tell", "x", "--trial", "0", "--value", "0,93")]
    [InlineData("--value abc: is no number", "tell", "x", "--trial", "0", "--value", "abc")]
    [InlineData("--trial", "ask", "x", "--trial", "y")]
    public async Task A_bad_command_line_is_one_object_too_where_one_is_asked_for(string words, params string[] arguments)
    {
        var result = await _work.Enas([.. arguments, "--json"]);
        Assert.Equal(64, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        var error = result.Json().GetProperty("error");
        Assert.Equal(64, error.GetProperty("exitCode").GetInt32());
        Assert.Contains(words, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_are_verbs_too()
    {
        Assert.Equal(await _work.Enas("--version"), await _work.Enas("version"));
        Assert.Equal(await _work.Enas("--help"), await _work.Enas("help"));
        Assert.Equal(await _work.Enas("schedule", "add", "--help"), await _work.Enas("help", "schedule", "add"));
        var refused = await _work.Enas("help", "shwo");
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains("did you mean \"show\"?", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_that_help_shows_is_accepted_when_it_is_typed()
    {
        var checkedOptions = Defaults([], EnasApplication.Root()).ToArray();
        Assert.Contains("--on-misfire run-once", checkedOptions);
        Assert.Contains("-k 10", checkedOptions);
    }

    private static IEnumerable<string> Defaults(string[] path, System.CommandLine.Command command)
    {
        foreach (var option in command.Options.Where(option =>
            option.HasDefaultValue && option.GetDefaultValue() is string or int or long or Enum))
        {
            var typed = Convert.ToString(option.GetDefaultValue(), System.Globalization.CultureInfo.InvariantCulture)!;
            var parsed = EnasApplication.Root().Parse([.. path, option.Name, typed]);
            Assert.Empty(parsed.GetResult(option.Name)!.Errors);
            yield return $"{option.Name} {typed}";
        }

        foreach (var below in command.Subcommands.SelectMany(verb => Defaults([.. path, verb.Name], verb)))
        {
            yield return below;
        }
    }

    [Fact]
    public async Task Every_verb_has_help_with_an_example()
    {
        var verbs = await VerbsBelow([]);
        Assert.Subset(verbs.Select(verb => string.Join(' ', verb)).ToHashSet(),
            new HashSet<string> { "run", "resume", "fork", "data list" });
    }

    /// <summary>The verbs that the help lists, each of which must end its own help with an example of itself.</summary>
    private async Task<IReadOnlyList<string[]>> VerbsBelow(string[] command)
    {
        var result = await _work.Enas([.. command, "--help"]);
        Assert.Equal(0, result.ExitCode);
        var listed = result.Output.Split('\n')
            .SkipWhile(line => line != "Commands:").Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal));
        var names = listed.Where(line => line[2] != ' ').Select(line => line.Trim().Split(' ')[0]).ToArray();
        if (names.Length == 0)
        {
            Assert.Contains($"Example:\n  enas {string.Join(' ', command)}", result.Output, StringComparison.Ordinal);
            return [command];
        }

        var below = await Task.WhenAll(names.Select(name => VerbsBelow([.. command, name])));
        return [.. below.SelectMany(verbs => verbs)];
    }

    [Fact]
    public async Task Words_that_an_option_takes_stand_in_one_line_after_its_name()
    {
        var result = await _work.Enas("replay", "@last", "--mode", "nope");
        Assert.Equal(64, result.ExitCode);
        Assert.StartsWith("enas: --mode: Argument 'nope' not recognized. Must be one of: 'rebuild', 'policy', 'full'\nSee: ",
            result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_word_that_is_no_verb_gets_a_suggestion()
    {
        var result = await _work.Enas("shwo", "../a");
        Assert.Equal(64, result.ExitCode);
        Assert.Contains("'shwo'. - did you mean \"show\"?\n", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n'), line => line.Contains("did you mean", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_without_a_name_is_refused_and_one_that_is_damaged_is_named()
    {
        Assert.Contains("\"\" is no name of a search", (await _work.Enas("show", "")).Error, StringComparison.Ordinal);
        await _work.TinySearch("one");
        Assert.Contains("one is a search itself", (await _work.Enas("ls", "one")).Error, StringComparison.Ordinal);
        await File.AppendAllTextAsync(Path.Combine(_work.Root, "one", "job.json"), " ");
        Assert.StartsWith("enas: one is not as enas left it: job.json is not the file",
            (await _work.Enas("sql", "one", "SELECT 1")).Error, StringComparison.Ordinal);
        Assert.Contains("one: one is not as enas left it: job.json is not the file",
            (await _work.Enas("ls", ".")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "tiny.json", "--out")]
    [InlineData("demo", "--out")]
    [InlineData("ls")]
    [InlineData("data", "check")]
    [InlineData("data", "get", "ptb", "--out")]
    [InlineData("schedule", "ls", "--jobs")]
    [InlineData("schedule", "ls", "--jobs", ".", "--out")]
    [InlineData("init", "--out")]
    public async Task A_path_without_a_name_is_64(params string[] arguments)
    {
        var result = await _work.Enas([.. arguments, ""]);
        Assert.Equal(64, result.ExitCode);
        Assert.Contains("is no name of a file", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_of_a_verb_below_a_verb_names_the_help_of_both()
    {
        var result = await _work.Enas("schedule", "add", "tiny");
        Assert.Equal(64, result.ExitCode);
        Assert.EndsWith("enas schedule add --help\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--threads", "x", "from 1 to 1024", "run", "tiny.json")]
    [InlineData("--threads", "0", "from 1 to 1024", "train", "x")]
    [InlineData("--threads", "1025", "from 1 to 1024", "resume", "x")]
    [InlineData("--stop-after-steps", "1.5", "from 0", "run", "tiny.json")]
    [InlineData("--at", "half", "from 0", "fork", "x")]
    [InlineData("--from", "start", "from 0", "replay", "x")]
    [InlineData("--parallel", "9999999999", "from 0", "replay", "x")]
    [InlineData("-k", "0", "from 1", "top", "x")]
    [InlineData("--pairs", "99999999999", "from 1 to 2147483647", "prove", "tiny.json")]
    [InlineData("--pairs", "99999999999999999999999", "from 1 to 2147483647", "prove", "tiny.json")]
    public async Task A_number_that_is_none_is_64_with_what_is_allowed(string option, string value, string allowed, params string[] command)
    {
        var result = await _work.Enas([.. command, option, value]);
        Assert.Equal(64, result.ExitCode);
        Assert.Contains($"{option} {value}: allowed are whole numbers {allowed}", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    public async Task A_folder_instead_of_a_job_file_is_65_and_called_a_folder(string verb)
    {
        var result = await _work.Enas(verb, ".");
        Assert.Equal(65, result.ExitCode);
        Assert.Contains("is a folder; expected a job file", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "runs")));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("run")]
    [InlineData("run", "tiny.json", "--threads", "many")]
    [InlineData("run", "tiny.json", "--threads", "0")]
    [InlineData("run", "tiny.json", "--backend", "abacus")]
    [InlineData("run", "tiny.json", "--device", "cuda:0")]
    [InlineData("run", "tiny.json", "--stop-after-steps", "-1")]
    [InlineData("run", "tiny.json", "--set", "no.such.key=1")]
    [InlineData("draw", "--arch", "0 7 7")]
    [InlineData("draw")]
    [InlineData("train")]
    public async Task A_bad_command_line_is_64_and_starts_nothing(params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.Equal(64, result.ExitCode);
        Assert.NotEmpty(result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "runs")));
    }

    [Fact]
    public async Task An_occupied_folder_is_64()
    {
        _work.Write("full/mine.txt", "mine");
        var result = await _work.Enas("run", "tiny.json", "--out", "full");
        Assert.Equal(64, result.ExitCode);
        Assert.Contains("not empty", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_of_a_bad_job_are_listed_with_their_place()
    {
        _work.Write("bad.json", """
            { "schemaVersion": 1, "name": "x", "preset": "small", "data": { "kind": "generated" },
              "polcy": {},
              "policy": { "entropyWieght": 2 } }
            """);
        var result = await _work.Enas("run", "bad.json");
        Assert.Equal(65, result.ExitCode);
        Assert.Contains("bad.json:2:", result.Error, StringComparison.Ordinal);
        Assert.Contains("bad.json:3:", result.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean \"entropyWeight\"", result.Error, StringComparison.Ordinal);
        Assert.Contains("2 errors. Nothing was started.", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "runs")));
    }

    [Theory]
    [InlineData("run", "absent.json")]
    [InlineData("validate", "absent.json")]
    [InlineData("show", "absent")]
    [InlineData("show", "@last")]
    [InlineData("replay", "absent")]
    [InlineData("audit", "absent")]
    [InlineData("repair", "absent")]
    [InlineData("export", "absent")]
    [InlineData("ls", "absent")]
    [InlineData("data", "check", "absent")]
    [InlineData("data", "get", "no-such-set")]
    public async Task What_is_not_there_is_66(params string[] arguments)
    {
        var result = await _work.Enas([.. arguments, "--json"]);
        Assert.Equal(66, result.ExitCode);
        Assert.Equal(66, result.Json().GetProperty("error").GetProperty("exitCode").GetInt32());
        Assert.StartsWith("enas: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_libtorch_that_is_not_there_is_one_message_and_69()
    {
        using var enas = EnasProcess.Start(
            _work.Root, [KeyValuePair.Create("ENAS_LIBTORCH", Path.Combine(_work.Root, "nothing"))],
                ["run", "tiny.json", "--backend", "torch"]);
        var result = await enas.EndAsync();
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("ENAS_LIBTORCH", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_of_another_name_is_64()
    {
        var result = await _work.Enas("run", "tiny.json", "--backend", "torch", "--device", "gpu");
        Assert.Equal(64, result.ExitCode);
        Assert.Contains("cuda:N", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Stopped and gone on, branched, made again, and its policy derived again, all on what the log says; another backend cannot
    /// go on with it.</summary>
    [Fact]
    public async Task A_search_on_the_torch_backend_stops_goes_on_and_comes_out_again()
    {
        Assert.Equal(75, (await _work.Enas("run", "tiny.json", "--out", "t", "--backend", "torch", "--stop-after-steps", "3")).ExitCode);
        Assert.Equal(65, (await _work.Enas("resume", "t", "--backend", "cpu")).ExitCode);
        Assert.Equal(0, (await _work.Enas("resume", "t")).ExitCode);
        Assert.Equal(0, (await _work.Enas("fork", "t", "--at", "3", "--out", "f")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "t", "--mode", "policy")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "t", "--mode", "full")).ExitCode);
        Assert.Equal(11, (await _work.Enas("replay", "t", "--mode", "full", "--backend", "cpu")).ExitCode);
    }

    [Fact]
    public async Task Init_writes_a_job_that_is_valid_and_replaces_none()
    {
        Assert.Equal(0, (await _work.Enas("init", "--out", "mine.json")).ExitCode);
        Assert.True(File.Exists(Path.Combine(_work.Root, "enas-job.schema.json")));
        Assert.Equal(64, (await _work.Enas("init", "--out", "mine.json")).ExitCode);
        var result = await _work.Enas("validate", "mine.json", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Json().GetProperty("valid").GetBoolean());
        Assert.True(result.Json().GetProperty("parameters").GetProperty("supernet").GetInt64() > 0);
    }

    [Fact]
    public async Task Doctor_looks_at_the_machine()
    {
        var result = await _work.Enas("doctor", "--json");
        Assert.Equal(0, result.ExitCode);
        var names = result.Json().GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("name").GetString()).ToArray();
        Assert.Contains("cpu backend", names);
        Assert.Contains("torch backend", names);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_work.Root, "*doctor*"));
    }
}
