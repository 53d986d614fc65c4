using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Schedules;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Tests.Verbs.Schedules;

/// <summary>The verbs of schedules, in this process.</summary>
public sealed class ScheduleVerbTests : IDisposable
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly WorkFolder _work = new();
    private readonly Terminal _terminal = new(json: false);

    private ScheduleFolders Folders => new(_work.Root, Path.Combine(_work.Root, "runs"));

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Verbs_that_change_a_schedule_or_look_need_no_ledger()
    {
        ScheduleVerb.Add(Folders, "tiny", new ScheduleOptions { Cron = "0 0 2 * * ?" }, _terminal);
        ScheduleVerb.Pause(Folders, "tiny", isPaused: true, s_noon, _terminal);
        ScheduleVerb.Ls(Folders, s_noon, _terminal);
        ScheduleVerb.History(Folders, "tiny", 9, _terminal);
        ScheduleVerb.Remove(Folders, "tiny", _terminal);
        Assert.False(Directory.Exists(Folders.Root));
    }

    [Fact]
    public void Pause_stands_in_the_schedule_and_leaves_the_rest_of_it_as_it_was_written()
    {
        const string Written = "{\n  // nightly\n  \"cron\": \"0 0 2 * * ?\", /* at two */\n  \"since\": \"2026-01-01T00:00:00Z\",\n}\n";
        var path = _work.Write("tiny.schedule.json", Written);
        ScheduleVerb.Pause(Folders, "tiny", isPaused: true, s_noon, _terminal);
        Assert.Equal(Written.Insert(1, "\n  \"paused\": true,"), File.ReadAllText(path));
        Assert.True(Read().Paused);
        ScheduleVerb.Pause(Folders, "tiny", isPaused: false, s_noon, _terminal);
        Assert.Equal((false, s_noon), (Read().Paused, Read().Since));
        Assert.Contains("\"cron\": \"0 0 2 * * ?\", /* at two */\n", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Throws<NotFoundException>(() => ScheduleVerb.Pause(Folders, "quickstart", isPaused: true, s_noon, _terminal));
    }

    [Fact]
    public void Ls_says_what_never_fires_and_shows_the_time_of_the_zone_beside_utc()
    {
        ScheduleVerb.Add(Folders, "tiny",
            new ScheduleOptions { Cron = "0 30 2 * * ?", TimeZone = "Europe/Berlin", Since = s_noon }, _terminal);
        ScheduleVerb.Add(Folders, "quickstart", new ScheduleOptions { Cron = "0 0 2 30 2 ?", Since = s_noon }, _terminal);
        using var output = new StringWriter();
        using var people = new StringWriter();
        ScheduleVerb.Ls(Folders, s_noon, new Terminal(json: true, output, people));
        using var json = System.Text.Json.JsonDocument.Parse(output.ToString());
        var jobs = json.RootElement.GetProperty("jobs").EnumerateArray().ToDictionary(job => job.GetProperty("job").GetString()!);
        Assert.Equal(("never fires", 0),
            (jobs["quickstart"].GetProperty("state").GetString(), jobs["quickstart"].GetProperty("next").GetArrayLength()));
        Assert.Equal("scheduled", jobs["tiny"].GetProperty("state").GetString());
        Assert.Equal("2026-03-02T01:30:00Z", jobs["tiny"].GetProperty("next")[0].GetString());
        Assert.Equal("2026-03-02 02:30:00 +01:00", jobs["tiny"].GetProperty("nextInZone")[0].GetString());
        Assert.Contains("2026-03-02T01:30:00Z 2026-03-02 02:30:00 +01:00", people.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tiny-custom.json", "{}", "[\"train\", \"report\"]", "then: train: the architectures are evaluated outside of Enas")]
    [InlineData("tiny-macro.json", "{\"batchNorm\": \"recalibrated\"}", "[\"train\", \"export\"]", "then: export: ")]
    public void Steps_that_a_job_cannot_do_are_seen_by_day(string file, string network, string then, string words)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "jobs", file)),
            documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        if (network != "{}")
        {
            var train = (json["train"] ??= new System.Text.Json.Nodes.JsonObject()).AsObject();
            var given = (train["network"] ??= new System.Text.Json.Nodes.JsonObject()).AsObject();
            foreach (var (key, value) in System.Text.Json.Nodes.JsonNode.Parse(network)!.AsObject())
            {
                given[key] = value!.DeepClone();
            }
        }

        _work.Write("night.json", json.ToJsonString());
        _work.Write("night.schedule.json", $$"""{ "cron": "0 0 2 * * ?", "then": {{then}} }""");
        var folder = JobFolder.Read(_work.Root);
        Assert.Contains(words, Assert.Single(folder.Broken).ToString(), StringComparison.Ordinal);
        Assert.Equal("broken schedule", folder.States(s_noon).Single(one => one.Job.Name == "night").State.State);
        var refused = Assert.ThrowsAny<Exception>(() => ScheduleVerb.Trigger(Folders, "night", s_noon, _terminal));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);

        _work.Write("night.schedule.json", """{ "cron": "0 0 2 * * ?", "then": ["report"] }""");
        Assert.Empty(JobFolder.Read(_work.Root).Broken);
        ScheduleVerb.Trigger(Folders, "night", s_noon, _terminal);
    }

    [Fact]
    public void Steps_after_a_search_stand_in_the_schedule_as_a_list()
    {
        var steps = FollowUpSteps.Parse("report,train");
        ScheduleVerb.Add(Folders, "tiny", new ScheduleOptions { Cron = "0 0 2 * * ?", Then = steps }, _terminal);
        Assert.Equal(steps, Read().Then);
        var text = File.ReadAllText(Path.Combine(_work.Root, "tiny.schedule.json"));
        Assert.Equal(["train", "report"], System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("then").EnumerateArray()
            .Select(step => step.GetString()));
        foreach (var (then, words) in new[]
        {
            ("[\"export\"]", "then: export takes the network of a training: name train too"), ("[\"fly\"]", "train export report"),
        })
        {
            _work.Write("tiny.schedule.json", $$"""{ "cron": "0 0 2 * * ?", "then": {{then}} }""");
            Assert.Contains(words, Assert.Single(JobFolder.Read(_work.Root).Broken).ToString(), StringComparison.Ordinal);
        }

        Assert.Throws<CommandLineException>(() => FollowUpSteps.Parse("train,fly"));
        Assert.Throws<CommandLineException>(() => FollowUpSteps.Parse("export"));
    }

    [Fact]
    public void Schedule_that_is_there_is_replaced_only_when_that_is_asked_for()
    {
        ScheduleVerb.Add(Folders, "tiny", new ScheduleOptions { Cron = "0 0 2 * * ?" }, _terminal);
        Assert.Throws<CommandLineException>(() =>
            ScheduleVerb.Add(Folders, "tiny", new ScheduleOptions { Cron = "0 0 3 * * ?" }, _terminal));
        Assert.Equal("0 0 2 * * ?", Read().Cron);
        ScheduleVerb.Add(Folders, "tiny", new ScheduleOptions { Cron = "0 0 3 * * ?" }, _terminal, force: true);
        Assert.Equal("0 0 3 * * ?", Read().Cron);
    }

    [Fact]
    public void Job_that_would_be_refused_is_not_queued()
    {
        _work.Write("broken.json", "{\n  \"sed\": 3\n}\n");
        var failure = ErrorMapping.Of(Assert.Throws<JobRefusedException>(() => ScheduleVerb.Trigger(Folders, "broken", s_noon, _terminal)));
        Assert.Equal(ExitCodes.BadInput, failure.ExitCode);
        Assert.Contains(failure.Lines, line => line.Contains("broken.json:2:3", StringComparison.Ordinal));
        _work.Write("tiny.schedule.json", "{ \"cron\": \"0 0 2 * * ?\", \"timeLimit\": 3 }");
        Assert.StartsWith("tiny.schedule.json:1:26: ", Assert.Throws<BadInputException>(() =>
            ScheduleVerb.Trigger(Folders, "tiny", s_noon, _terminal)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folders.Root));
    }

    [Fact]
    public void Trigger_has_the_priority_of_its_schedule()
    {
        ScheduleVerb.Add(Folders, "quickstart", new ScheduleOptions { Cron = "0 0 2 * * ?", Priority = 9 }, _terminal);
        ScheduleVerb.Trigger(Folders, "tiny", s_noon, _terminal);
        ScheduleVerb.Trigger(Folders, "quickstart", s_noon.AddSeconds(1), _terminal);
        using var ledger = new FireLedger(Folders.Root);
        Assert.Equal(["quickstart", "tiny"], ledger.Open().Select(fire => fire.Job));
    }

    [Fact]
    public void History_knows_jobs_that_are_there_and_those_that_ran()
    {
        ScheduleVerb.Trigger(Folders, "tiny", s_noon, _terminal);
        File.Delete(_work.Tiny);
        Assert.Equal(ExitCodes.Done, ScheduleVerb.History(Folders, "tiny", 9, _terminal));
        Assert.Equal(ExitCodes.Done, ScheduleVerb.History(Folders, "quickstart", 9, _terminal));
        Assert.Throws<NotFoundException>(() => ScheduleVerb.History(Folders, "nosuch", 9, _terminal));
    }

    [Theory]
    [InlineData("{ \"crn\": \"0 0 2 * * ?\" }", "tiny.schedule.json:1:3: ENAS2103 crn unknown key - did you mean \"cron\"?")]
    [InlineData("{ \"cron\": \"0 0 2 * * ?\", \"maxAttempts\": 0 }",
        "tiny.schedule.json:1:41: ENAS2105 maxAttempts = 0 is out of range; allowed: 1 to 2147483647")]
    [InlineData("{ \"cron\": \"0 0 2 * * ?\", \"since\": \"soon\" }", "tiny.schedule.json:1:35: since: expected an instant")]
    [InlineData("{\n  // at two\n  \"cron\": \"nightly\"\n}", "tiny.schedule.json:3:11: cron \"nightly\": ")]
    [InlineData("{\n  \"cron\": \"0 0 2 * * ?\",\n  \"timeZone\": \"Mars\"\n}", "tiny.schedule.json:3:15: timeZone \"Mars\": ")]
    [InlineData("{ \"cron\": \"0 0 2 * * ?\"", "tiny.schedule.json:1:24: ENAS2001")]
    public void Faults_of_a_schedule_are_in_the_words_of_jobs(string text, string words)
    {
        var expected = words.Replace("ENAS2001", Pipeline.Options.JobErrorCodes.NotJson, StringComparison.Ordinal);
        Assert.Contains(ScheduleFile.Read(_work.Write("tiny.schedule.json", text), job: null).Broken, broken =>
            broken.ToString().StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1:5080", true)]
    [InlineData("[::1]:5080", true)]
    [InlineData("+:1", true)]
    [InlineData("localhost:65535", true)]
    [InlineData("nonsense", false)]
    [InlineData("127.0.0.1:99999", false)]
    [InlineData("127.0.0.1:0", false)]
    [InlineData(":5080", false)]
    [InlineData("http://localhost:5080", false)]
    public void Address_that_cannot_be_one_is_of_the_command_line(string address, bool isGood)
    {
        if (isGood)
        {
            Assert.Equal(address, ListenAddress.Checked(address));
        }
        else
        {
            Assert.Equal(ExitCodes.BadCommandLine,
                ErrorMapping.Of(Assert.Throws<CommandLineException>(() => ListenAddress.Checked(address))).ExitCode);
        }
    }

    private ScheduleOptions Read() => ScheduleFile.Read(Path.Combine(_work.Root, "tiny.schedule.json"), job: null).Schedule!;
}
