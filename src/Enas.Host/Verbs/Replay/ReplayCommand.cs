using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;

namespace Enas.Host.Verbs.Replay;

/// <summary><c>enas replay</c>: from the log back to the search.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var mode = new Option<string>("--mode")
        {
            Description = "rebuild: fold the log. policy: derive every sample and "
                + "policy weight again from the recorded rewards, without data. full: make everything again.",
            DefaultValueFactory = _ => "rebuild",
        };
        mode.AcceptOnlyFromAmong("rebuild", "policy", "full");
        var from = new Option<long?>("--from") { Description = "First step to make again (mode full).", HelpName = "STEP" };
        var to = new Option<long?>("--to")
        {
            Description = "Stop when so many steps are made again (modes policy and full).",
            HelpName = "STEP"
        };
        var parallel = new Option<int?>("--parallel")
        {
            Description =
            "Ranges between checkpoints to make again at the same time (mode full); as many as threads by default.",
            HelpName = "N"
        };
        var desk = new DeskOptions();
        var sets = CommandParts.Sets();
        var backend = CommandParts.RecordedBackend();
        var device = CommandParts.Device();
        var threads = CommandParts.Threads();
        var verb = new VerbCommand("replay",
            "Replays a search from its log and says what was proven; exit code 10 where it differs.", "enas replay @last --mode policy");
        verb.Arguments.Add(search);
        foreach (var option in (Option[])[mode, from, to, parallel, .. desk.All, sets, backend, device, threads])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => ReplayVerb.RunAsync(
            parsed.GetRequiredValue(search),
            parsed.GetValue(mode)!,
            new ReplayArguments(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(parallel), parsed.GetValue(sets)
                ?? [], new ComputeOptions(parsed.GetValue(backend), parsed.GetValue(device), parsed.GetValue(threads)))
            {
                Desk = desk.Of(parsed),
            },
            terminal));
    }
}
