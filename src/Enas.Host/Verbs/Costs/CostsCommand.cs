using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Costs;

/// <summary><c>enas costs fit|check</c>: additive tables of latencies for this machine.</summary>
internal static class CostsCommand
{
    public static Command Create()
    {
        var group = new Command("costs", "Additive tables of latencies: fitted to networks that are timed on this machine, and checked.");
        group.Subcommands.Add(Fit());
        group.Subcommands.Add(Check());
        return group;
    }

    private static Command Fit()
    {
        var job = Job();
        var count = Count(30, "Random networks that the table is fitted to; a third as many more are held out to say how wrong it is.");
        var file = new Option<string?>("--out") { Description = "The CSV file.", HelpName = "FILE", Required = true };
        var (sets, force) = (CommandParts.Sets(), CommandParts.Force());
        var verb = new VerbCommand("fit",
            "Times random networks of a job's space in ONNX Runtime and fits a table to them by least squares: a constant and a term for "
                + "each option of each decision.", "enas costs fit jobs/tiny-micro.json --count 30 --out latency.csv");
        verb.Arguments.Add(job);
        foreach (var option in (Option[])[count, file, sets, force])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => CostsVerb.FitAsync(
            parsed.GetRequiredValue(job), parsed.GetValue(count), parsed.GetValue(file)!, parsed.GetValue(force),
            parsed.GetValue(sets) ?? [], terminal));
    }

    private static Command Check()
    {
        var file = new Argument<string>("FILE") { Description = "The table." };
        var job = Job();
        var count = Count(10, "Random networks that are timed, others than the table was made of where the space has enough.");
        var sets = CommandParts.Sets();
        var verb = new VerbCommand("check",
            "Times other random networks of a job's space and says how wrong a table is about them on this machine.",
            "enas costs check latency.csv jobs/tiny-micro.json");
        verb.Arguments.Add(file);
        verb.Arguments.Add(job);
        verb.Options.Add(count);
        verb.Options.Add(sets);
        return verb.Does(CommandParts.Json(), (parsed, terminal) => CostsVerb.CheckAsync(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(job), parsed.GetValue(count), parsed.GetValue(sets) ?? [], terminal));
    }

    private static Argument<string> Job() => new("JOB") { Description = "The job whose space and train.network the networks are of." };

    private static Option<int> Count(int standard, string description) =>
        new("--count") { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
}
