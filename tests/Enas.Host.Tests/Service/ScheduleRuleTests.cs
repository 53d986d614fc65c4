using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Service;

/// <summary>Cron, misfire, overlap, back-off and naming, without a clock or a process.</summary>
public sealed class ScheduleRuleTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Zone_with_summer_time_keeps_its_wall_clock()
    {
        // Berlin goes from UTC+1 to UTC+2 on 2026-03-29.
        var fires = new CronSchedule("0 0 8 * * ?", "Europe/Berlin").After(new(2026, 3, 27, 12, 0, 0, TimeSpan.Zero)).Take(3);
        Assert.Equal([new(2026, 3, 28, 7, 0, 0, TimeSpan.Zero),
            new(2026, 3, 29, 6, 0, 0, TimeSpan.Zero), new(2026, 3, 30, 6, 0, 0, TimeSpan.Zero)], fires);
    }

    /// <summary>As the operator's guide tells it.</summary>
    [Theory]
    [InlineData("0 30 2 * * ?", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("0 30 2 * * ?", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("0 0/30 * * * ?", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z")]
    [InlineData("0 0/30 * * * ?", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z")]
    public void Clock_that_is_set_skips_no_fire_and_repeats_none(string cron, string after, string first, string second)
    {
        var fires = new CronSchedule(cron, "Europe/Berlin").After(Instant(after)).Take(2);
        Assert.Equal([Instant(first), Instant(second)], fires);
    }

    [Theory]
    [InlineData("0 2 * * *", "0 0 2 * * ?")]
    [InlineData("*/10 * * * *", "0 */10 * * * ?")]
    [InlineData("0 2 * * 1-5", "0 0 2 ? * MON-FRI")]
    [InlineData("0 2 * * 0", "0 0 2 ? * SUN")]
    [InlineData("0 2 * * 7", "0 0 2 ? * SUN")]
    [InlineData("0 2 * * 5-7", "0 0 2 ? * FRI-SUN")]
    [InlineData("0 2 * * */2", "0 0 2 ? * SUN,TUE,THU,SAT")]
    [InlineData("0 2 * * mon,3", "0 0 2 ? * MON,WED")]
    [InlineData("15 14 1 * *", "0 15 14 1 * ?")]
    [InlineData("0 2 1 * 1", "0 0 2 1 * MON")]
    [InlineData("0 2 1,15 * 6-7", "0 0 2 1,15 * SAT-SUN")]
    public void Expression_of_cron_is_answered_with_the_one_that_means_it(string cron, string meant)
    {
        Assert.Equal(("cron", $"cron \"{cron}\": six fields are needed, seconds first - did you mean \"{meant}\"?"),
            CronSchedule.Fault(cron, "UTC"));
        Assert.Null(CronSchedule.Fault(meant, "UTC"));
    }

    /// <summary>As in cron: the first of the month is a Tuesday here, and the other days are Mondays.</summary>
    [Fact]
    public void Day_of_the_month_and_day_of_the_week_in_one_expression_mean_either() => Assert.Equal(
        [30, 1, 7, 14], new CronSchedule("0 0 2 1 * MON", "UTC").After(Instant("2026-11-29T00:00:00Z")).Take(4).Select(fire => fire.Day));

    [Theory]
    [InlineData("Berlin", "Europe/Berlin")]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("Europe/Berln", "Europe/Berlin")]
    [InlineData("New York", "America/New_York")]
    public void Name_of_a_zone_that_is_none_is_answered_with_the_nearest(string zone, string meant)
    {
        var (key, words) = CronSchedule.Fault("0 0 2 * * ?", zone)!.Value;
        Assert.Equal("timeZone", key);
        Assert.EndsWith($"did you mean \"{meant}\"?", words, StringComparison.Ordinal);
        Assert.Null(CronSchedule.Fault("0 0 2 * * ?", meant));
    }

    [Theory]
    [InlineData("0 2 1 * */2", "UTC")]
    [InlineData("0 0 2 * * ?", "a\0b")]
    [InlineData("0 0 2 * * ?", "../../../etc/passwd")]
    [InlineData("0 0 2 * * ?", "")]
    [InlineData("0 99 * * * ?", "UTC")]
    [InlineData("nightly", "UTC")]
    [InlineData("0 0 2 * * ?", "Mars/Olympus")]
    public void Faults_are_named(string cron, string zone) => Assert.NotNull(CronSchedule.Fault(cron, zone));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("run-once", 1)]
    [InlineData("skip", 0)]
    [InlineData("run-all", 5)]
    public void Misfire_policy_decides_which_of_the_missed_run(string policy, int runs)
    {
        var parsed = policy switch { "run-once" => MisfirePolicy.RunOnce, "skip" => MisfirePolicy.Skip, _ => MisfirePolicy.RunAll };
        var due = new CronSchedule("0 0/10 * * * ?", "UTC").Due(s_noon, s_noon.AddMinutes(55), parsed);
        Assert.Equal(5, due.Count);
        Assert.Equal(runs, due.Count(fire => fire.Runs));
        Assert.Equal(runs > 0, due[^1].Runs);
    }

    [Fact]
    public void Fire_is_in_one_look_only()
    {
        var cron = new CronSchedule("0/7 * * * * ?", "UTC");
        var whole = cron.Due(s_noon, s_noon.AddMinutes(5), MisfirePolicy.RunAll).Select(fire => fire.At);
        var looks = Enumerable.Range(0, 300).SelectMany(second =>
            cron.Due(s_noon.AddSeconds(second), s_noon.AddSeconds(second + 1), MisfirePolicy.RunAll)).Select(fire => fire.At);
        Assert.Equal(whole, looks);
    }

    [Theory]
    [InlineData("skip", true, "skipped")]
    [InlineData("skip", false, "queued")]
    [InlineData("queue", true, "queued")]
    [InlineData("allow", true, "queued")]
    public void Overlap_policy_decides_beside_an_open_fire(string overlap, bool isBusy, string state)
    {
        var job = new ServedJob("a", "a.json",
            new ScheduleOptions { Cron = "0 * * * * ?", Overlap = Enum.Parse<OverlapPolicy>(overlap, ignoreCase: true) });
        var fire = Assert.Single(FireRules.Due(job, s_noon, s_noon.AddSeconds(60), isBusy));
        Assert.Equal(state, FireText.Of(fire.State));
    }

    [Theory]
    [InlineData("skip", 25, "skipped skipped queued")]
    [InlineData("queue", 25, "queued queued queued")]
    [InlineData("skip", 95, "missed missed missed skipped skipped skipped skipped skipped skipped queued")]
    public void Of_several_fires_found_at_once_the_latest_runs(string overlap, int seconds, string states)
    {
        var job = new ServedJob("a", "a.json",
            new ScheduleOptions { Cron = "5/10 * * * * ?", Overlap = Enum.Parse<OverlapPolicy>(overlap, ignoreCase: true) });
        var fires = FireRules.Due(job, s_noon, s_noon.AddSeconds(seconds), isBusy: false);
        Assert.Equal(states, string.Join(' ', fires.Select(fire => FireText.Of(fire.State))));
    }

    [Theory]
    [InlineData(ExitCodes.Done, "done")]
    [InlineData(ExitCodes.Difference, "failed")]
    [InlineData(ExitCodes.BadInput, "failed")]
    [InlineData(ExitCodes.Stopped, "running")]
    [InlineData(ExitCodes.InputOutput, "running")]
    [InlineData(137, "running")]
    public void Exit_code_decides(int exitCode, string state) =>
        Assert.Equal(state, FireText.Of(FireRules.Ended(Running(), new SearchEnd(exitCode), 3, s_noon).State));

    [Fact]
    public void Attempts_back_off_and_end()
    {
        var fire = Running();
        var waits = new List<double>();
        while (!fire.HasEnded)
        {
            fire = FireRules.Ended(fire, new SearchEnd(ExitCodes.Unavailable, Error: "no service."), 4, s_noon);
            waits.Add((fire.NotBefore - s_noon).TotalSeconds);
        }

        Assert.Equal([5, 10, 20], waits.Take(3));
        Assert.Equal((FireState.Failed, 4, "4 attempts failed, the last one: no service"), (fire.State, fire.FailedAttempts, fire.Reason));
    }

    [Fact]
    public void Time_limit_stops() =>
        Assert.Equal(FireState.Stopped, FireRules.Ended(Running(), new SearchEnd(ExitCodes.Stopped, IsOverLimit: true), 3, s_noon).State);

    [Theory]
    [InlineData(143, false, "running")] // Before it could listen to SIGTERM, whoever sent it.
    [InlineData(137, true, "running")]
    [InlineData(137, false, "failed")]
    [InlineData(ExitCodes.InputOutput, true, "failed")]
    public void What_the_service_caused_is_no_attempt(int exitCode, bool isStopped, string state)
    {
        var ended = FireRules.Ended(Running(), new SearchEnd(exitCode) { IsStopped = isStopped }, maxAttempts: 1, s_noon);
        Assert.Equal((state, state == "failed" ? 1 : 0), (FireText.Of(ended.State), ended.FailedAttempts));
    }

    [Fact]
    public void What_the_service_could_not_start_is_no_attempt()
    {
        var waiting = FireRules.NotStarted(Running() with { State = FireState.Queued }, "no pipe", s_noon);
        Assert.Equal((FireState.Queued, 0, 0), (waiting.State, waiting.FailedAttempts, waiting.Processes));
        Assert.True(waiting.NotBefore > s_noon);
        Assert.Contains("no pipe", waiting.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(143)]
    [InlineData(137)]
    public void Time_limit_stops_also_what_does_not_listen_to_it(int exitCode) =>
        Assert.Equal(FireState.Stopped, FireRules.Ended(Running(), new SearchEnd(exitCode, IsOverLimit: true), 3, s_noon).State);

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\nb")]
    [InlineData("a\u202eb")]
    [InlineData("a\ufffdb")]
    public void Name_that_cannot_be_a_folders_or_a_words_is_no_jobs(string name) => Assert.NotNull(JobNames.Fault(name));

    [Fact]
    public void Folder_names_the_fire_and_back()
    {
        foreach (var at in new[] { s_noon, s_noon.AddMilliseconds(7) })
        {
            var fire = new Fire("ptb-rnn", at, FireState.Queued);
            var parsed = Fire.OfFolder(fire.Folder);
            Assert.Equal((fire.Job, fire.At), (parsed!.Job, parsed.At));
        }

        Assert.Null(Fire.OfFolder("quickstart-1a2b3c"));
    }

    [Fact]
    public void Ledger_lets_a_fire_in_once_and_keeps_what_became_of_it()
    {
        using var work = new WorkFolder();
        var fire = Running() with { State = FireState.Queued };
        using (var ledger = new FireLedger(work.Root))
        {
            Assert.True(ledger.Add(fire));
            Assert.False(ledger.Add(fire));
            ledger.Update(fire with { State = FireState.Done, Fingerprint = "f", ExitCode = 0 });
            Assert.Equal(0, ledger.Add(fire.Job, [fire], s_noon));
        }

        using var again = new FireLedger(work.Root);
        Assert.Equal((FireState.Done, "f"), (Assert.Single(again.History(null, 9)).State, again.History("a", 9)[0].Fingerprint));
        Assert.Empty(again.Open());
        Assert.Equal(s_noon, again.SeenThrough("a"));
    }

    [Fact]
    public void Ledger_knows_the_searches_that_people_started()
    {
        using var work = new WorkFolder();
        using var ledger = new FireLedger(work.Root);
        ledger.Add(Running());
        Assert.False(ledger.Knows("left"));
        ledger.Add(Running() with { Job = "b", Origin = Fire.Adopted, Search = "left" });
        Assert.True(ledger.Knows("left"));
        Assert.Equal("left", ledger.History("b", 1)[0].Folder);
    }

    [Fact]
    public void Higher_priority_is_first()
    {
        using var work = new WorkFolder();
        using var ledger = new FireLedger(work.Root);
        ledger.Add(Running());
        ledger.Add(Running() with { Job = "b", Priority = 2 });
        Assert.Equal(["b", "a"], ledger.Open().Select(fire => fire.Job));
    }

    [Fact]
    public void Broken_files_are_named_with_their_place_and_hide_no_other()
    {
        using var work = new WorkFolder();
        work.Write("bad.json", "{\n  \"schemaVersion\": 1,\n  \"sed\": 3\n}\n");
        work.Write("tiny.schedule.json", "{\n  \"cron\": \"0 0 2 * * ?\",\n  \"overlap\": \"perhaps\"\n}\n");
        var folder = JobFolder.Read(work.Root);
        Assert.Equal(["quickstart", "tiny-macro", "tiny-micro"], folder.Jobs.Select(job => job.Name));
        Assert.Contains(folder.Broken, broken => broken.ToString().StartsWith("bad.json:3:", StringComparison.Ordinal));
        Assert.Contains(folder.Broken, broken => broken.ToString().StartsWith(
            "tiny.schedule.json:3:14: ENAS2117 overlap = \"perhaps\" is not allowed; allowed: skip queue allow", StringComparison.Ordinal));
        var status = new ServiceStatus(s_noon, 1, folder.Broken, 0, 0, []);
        Assert.Contains("bad.json:3:", HealthEndpoint.Answer("/healthz/ready", status, s_noon).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCodes.BadInput, "{\"error\":{\"exitCode\":65,\"message\":\"ENAS2103 a.json:3:5  sed  unknown key\\n1 error.\"}}",
        "ENAS2103 a.json:3:5  sed  unknown key; another attempt would not help")]
    [InlineData(137, "", "attempt 1 failed: killed by signal 9; another one in 5 s")]
    [InlineData(154, "", "attempt 1 failed: exit code 154, which is none "
        + "of enas: it may have been unable to start; look whether all of its files are there; another one in 5 s")]
    [InlineData(ExitCodes.Bug, "{", "attempt 1 failed: exit code 70; another one in 5 s")]
    public void History_says_why_a_fire_failed(int exitCode, string printed, string reason) =>
        Assert.Equal(reason, FireRules.Ended(Running(), SearchProcess.EndOf(exitCode, printed, isOverLimit: false), 3, s_noon).Reason);

    [Fact]
    public void Fingerprint_is_read_from_what_a_search_printed() =>
        Assert.Equal("f00", SearchProcess.EndOf(0, "{\"fingerprint\":\"f00\"}", isOverLimit: false).Fingerprint);

    [Fact]
    public void What_came_of_steps_is_read_from_what_a_search_printed_and_is_kept()
    {
        const string Done = """{"done":["train"]}""";
        var first = FireRules.Ended(
            Running(), SearchProcess.EndOf(74, $$"""{"fingerprint":"f00","then":{{Done}}}""", isOverLimit: false), 3, s_noon);
        Assert.Equal(Done, first.FollowUp);
        Assert.Equal(Done, FireRules.Ended(first, SearchProcess.EndOf(137, "", isOverLimit: false), 3, s_noon).FollowUp);
    }

    [Fact]
    public void Loop_that_stands_still_is_not_live() =>
        Assert.Equal(503, HealthEndpoint.Answer("/healthz/live", new ServiceStatus(s_noon, 0, [], 0, 0, []), s_noon.AddMinutes(1)).Code);

    private static Fire Running() => new("a", s_noon, FireState.Running);
}
