using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Jobs;

/// <summary><c>enas validate</c>: every error of a job at once, or what it resolves to and costs.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var job = CommandParts.Job();
        var sets = CommandParts.Sets();
        var explain = new Option<bool>("--explain") { Description = "Print every resolved value with its origin." };
        var untimed = new Option<bool>("--no-time") { Description = "Time no steps: tells at once what can be counted, and no time." };
        var verb = new VerbCommand(
            "validate", "Checks a job file and tells what it costs, its time on this machine too, from a few steps; starts nothing.",
            "enas validate jobs/quickstart.json --explain");
        verb.Arguments.Add(job);
        verb.Options.Add(sets);
        verb.Options.Add(explain);
        verb.Options.Add(untimed);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            ValidateVerb.RunAsync(JobLoading.Read(parsed.GetRequiredValue(job), parsed.GetValue(sets) ?? []),
                parsed.GetValue(explain), !parsed.GetValue(untimed), TimeProvider.System, terminal));
    }
}
