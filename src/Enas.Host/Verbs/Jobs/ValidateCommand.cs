using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;

namespace Enas.Host.Verbs.Jobs;

/// <summary><c>enas validate</c>: every error of a job at once, or what it resolves to and costs.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var job = CommandParts.Job();
        var sets = CommandParts.Sets();
        var explain = new Option<bool>("--explain") { Description = "Print every resolved value with its origin." };
        var verb = new VerbCommand("validate", "Checks a job file and tells what it costs; starts nothing.", "enas validate jobs/quickstart.json --explain");
        verb.Arguments.Add(job);
        verb.Options.Add(sets);
        verb.Options.Add(explain);
        return verb.Does(CommandParts.Json(), (parsed, terminal) => Task.FromResult(
            ValidateVerb.Run(JobLoading.Read(parsed.GetRequiredValue(job), parsed.GetValue(sets) ?? []), parsed.GetValue(explain), terminal)));
    }
}
