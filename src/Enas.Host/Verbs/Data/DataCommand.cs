using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Data;

/// <summary><c>enas data</c>: data sets.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var data = new Command("data", "Lists, fetches and checks data sets.");
        data.Subcommands.Add(List());
        data.Subcommands.Add(Get());
        data.Subcommands.Add(Check());
        return data;
    }

    private static Command List() => new VerbCommand("list", "Lists the known data sets.", "enas data list")
        .Does(CommandParts.Json(), (_, terminal) => Task.FromResult(DataVerb.List(terminal)));

    private static Command Get()
    {
        var name = new Argument<string>("NAME") { Description = "A known data set." };
        var folder = CommandParts.Out("The folder to put it in; data/NAME by default.");
        var verb = new VerbCommand("get",
            "Fetches a known data set and verifies it; goes on where an earlier attempt stopped.", "enas data get ptb --out data/ptb");
        verb.Arguments.Add(name);
        verb.Options.Add(folder);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            DataVerb.GetAsync(parsed.GetRequiredValue(name), parsed.GetValue(folder), terminal));
    }

    private static Command Check()
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description = "A folder of text (train.txt, valid.txt, "
            + "test.txt, or NAME.train.txt and so on, or one text) or of images (CIFAR binary, idx files, digits as CSV, class folders)."
        };
        var sets = CommandParts.Sets();
        sets.Description = "Sets an option that says how the data is understood, "
            + "for example --set data.images.resize=crop or --set data.tokens=characters. May be given several times.";
        var verb = new VerbCommand(
            "check", "Reads a data folder whole and says what it holds; every entry that is not read is named, and every fault.",
            "enas data check data/ptb");
        verb.Arguments.Add(folder);
        verb.Options.Add(sets);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            Task.FromResult(DataVerb.Check(
                Surroundings.FullPath(parsed.GetRequiredValue(folder)), parsed.GetRequiredValue(sets), terminal)));
    }
}
