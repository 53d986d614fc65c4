using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Settings;
using Enas.Host.Verbs.Serve;

namespace Enas.Host.Verbs.Schedules;

/// <summary><c>enas schedule</c>: when the searches of a folder run, and when they ran.</summary>
internal static class ScheduleCommand
{
    private static readonly Argument<string> s_job = new("JOB") { Description = "Name of a job: its file in the folder without .json." };

    public static Command Create()
    {
        var schedule = new Command("schedule", "When the searches of a folder of job files run, and when they ran.");
        foreach (var verb in (Command[])[Add(), Ls(), Remove(), Pause(), Trigger(), History()])
        {
            schedule.Subcommands.Add(verb);
        }

        return schedule;
    }

    private static Command Add()
    {
        var cron = new Option<string>("--cron")
        {
            Description = "Quartz's cron expression, seconds first.",
            Required = true,
            HelpName = "CRON"
        };
        var zone = new Option<string>("--time-zone")
        {
            Description = "IANA name of its time zone.",
            DefaultValueFactory = _ => "UTC",
            HelpName = "ZONE"
        };
        var misfire = Words("--on-misfire", "Fires found more than 60 s late: the latest runs, none, all.", MisfirePolicy.RunOnce);
        var overlap = Words("--overlap", "A fire while an earlier one has not ended.", OverlapPolicy.Skip);
        var priority = new Option<int>("--priority") { Description = "Of two that wait, the higher starts first." };
        var attempts = new Option<int>("--max-attempts")
        {
            Description = "Attempts before a fire has failed.",
            DefaultValueFactory = _ => 3,
            HelpName = "N"
        }.From(1);
        var limit = new Option<int?>("--time-limit")
        {
            Description = "Seconds after which a search is stopped cleanly.",
            HelpName = "SECONDS"
        };
        var then = FollowUpSteps.Option();
        var force = CommandParts.Force();
        var verb = new VerbCommand("add",
            "Gives a job a schedule; with --force another one.", "enas schedule add tiny --cron \"0 0 2 * * ?\" --time-zone Europe/Berlin");
        verb.Arguments.Add(s_job);
        foreach (var option in (Option[])[cron, zone, misfire, overlap, priority, attempts, limit, then, force])
        {
            verb.Options.Add(option);
        }

        return With(verb, (folders, parsed, terminal) => ScheduleVerb.Add(folders, parsed.GetRequiredValue(s_job), new ScheduleOptions
        {
            Cron = parsed.GetRequiredValue(cron),
            TimeZone = parsed.GetValue(zone)!,
            OnMisfire = Value<MisfirePolicy>(parsed.GetValue(misfire)!),
            Overlap = Value<OverlapPolicy>(parsed.GetValue(overlap)!),
            Priority = parsed.GetValue(priority),
            MaxAttempts = parsed.GetValue(attempts),
            TimeLimitSeconds = parsed.GetValue(limit),
            Then = FollowUpSteps.Parse(parsed.GetValue(then)),
            Since = TimeProvider.System.GetUtcNow(),
        }, terminal, parsed.GetValue(force)));
    }

    private static Command Ls() => With(
        new VerbCommand("ls", "Lists the jobs with their next five fires, and the broken files.", "enas schedule ls"),
            (folders, _, terminal) => ScheduleVerb.Ls(folders, TimeProvider.System.GetUtcNow(), terminal));

    private static Command Remove() => OfJob("rm", "Takes a job's schedule away; its history stays.", ScheduleVerb.Remove);

    private static Command Trigger() => OfJob("trigger", "Asks for one search now; enas serve runs it.", (folders, job, terminal) =>
        ScheduleVerb.Trigger(folders, job, TimeProvider.System.GetUtcNow(), terminal));

    private static Command Pause()
    {
        var off = new Option<bool>("--off") { Description = "Lets it go on." };
        var verb = new VerbCommand(
            "pause", "Lets a job's schedule rest; what would have fired meanwhile does not.", "enas schedule pause tiny");
        verb.Arguments.Add(s_job);
        verb.Options.Add(off);
        return With(verb, (folders, parsed, terminal) =>
            ScheduleVerb.Pause(folders, parsed.GetRequiredValue(s_job), !parsed.GetValue(off), TimeProvider.System.GetUtcNow(), terminal));
    }

    private static Command History()
    {
        var job = new Argument<string?>("JOB") { Description = "One job; all by default.", Arity = ArgumentArity.ZeroOrOne };
        var most = new Option<int>("--most")
        {
            Description = "Lists so many, the newest first.",
            DefaultValueFactory = _ => 50,
            HelpName = "N"
        };
        var verb = new VerbCommand("history", "Lists the fires and what became of each.", "enas schedule history");
        verb.Arguments.Add(job);
        verb.Options.Add(most);
        return With(verb, (folders, parsed, terminal) =>
            ScheduleVerb.History(folders, parsed.GetValue(job), parsed.GetValue(most), terminal));
    }

    private static Command OfJob(string name, string description, Func<ScheduleFolders, string, Terminal, int> act)
    {
        var verb = new VerbCommand(name, description, $"enas schedule {name} tiny");
        verb.Arguments.Add(s_job);
        return With(verb, (folders, parsed, terminal) => act(folders, parsed.GetRequiredValue(s_job), terminal));
    }

    private static VerbCommand With(VerbCommand verb, Func<ScheduleFolders, ParseResult, Terminal, int> act)
    {
        var jobs = new Option<string?>("--jobs")
        {
            Description = "The folder of job files and their schedules; jobs by default.",
            HelpName = "PATH"
        };
        var root = CommandParts.Out("The folder of searches that enas serve has; runs by default.");
        verb.Options.Add(jobs);
        verb.Options.Add(root);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
        {
            var settings = HostSettings.Read();
            return Task.FromResult(act(
                new ScheduleFolders(ServedFolders.Jobs(parsed.GetValue(jobs) ?? settings.Serve.Jobs),
                    Surroundings.FullPath(parsed.GetValue(root) ?? settings.Runs.Root)), parsed, terminal));
        });
    }

    /// <summary>An option whose values are words; its default is one of them, as it is typed.</summary>
    private static Option<string> Words<T>(string name, string description, T standard)
        where T : struct, Enum
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => Word(standard) };
        option.AcceptOnlyFromAmong([.. Enum.GetValues<T>().Select(Word)]);
        return option;
    }

    private static T Value<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().Single(value => Word(value) == word);

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
