using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Workers;

namespace Enas.Host.Verbs.Resume;

/// <summary><c>enas resume</c>: goes on after a crash or a stop.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var sets = CommandParts.Sets();
        var backend = CommandParts.RecordedBackend();
        var device = CommandParts.Device();
        var threads = CommandParts.Threads();
        var stop = CommandParts.StopAfterSteps();
        var then = FollowUpSteps.Option();
        var (desk, whole) = (new DeskOptions(), DeskOptions.OfWhole());
        var verb = new VerbCommand(
            "resume", "Goes on with a search or a training after a crash or a stop, as if it had never stopped.", "enas resume @last");
        verb.Arguments.Add(search);
        foreach (var option in (Option[])[sets, backend, device, threads, stop, then, .. desk.All, whole])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
        {
            var (asked, isWhole) = (desk.Of(parsed), parsed.GetValue(whole));
            DeskOptions.RequireEngine(isWhole, asked);
            var request = new ResumeRequest(
                SearchLocator.Find(parsed.GetRequiredValue(search)),
                parsed.GetValue(sets) ?? [],
                new ComputeOptions(parsed.GetValue(backend), parsed.GetValue(device), parsed.GetValue(threads)),
                CommandParts.Checked(parsed.GetValue(stop)))
            {
                Desk = isWhole ? null : ChildrenDesk.Of(asked),
            };
            return ResumeVerb.RunAsync(request, FollowUpSteps.Parse(parsed.GetValue(then)), isWhole ? asked : null, terminal);
        });
    }
}
