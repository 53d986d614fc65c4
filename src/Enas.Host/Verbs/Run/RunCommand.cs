using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;

namespace Enas.Host.Verbs.Run;

/// <summary><c>enas run</c>: a search from its job to its end.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var job = CommandParts.Job();
        var sets = CommandParts.Sets();
        var folder = CommandParts.Out("The folder of the search, absent or empty; runs/NAME-ID by default.");
        var backend = CommandParts.Backend();
        var device = CommandParts.Device();
        var threads = CommandParts.Threads();
        var stop = CommandParts.StopAfterSteps();
        var seeds = new Option<string?>("--seeds")
        {
            Description = "Several searches that differ in their seed: 1..5, or 1,2,7..9; folders NAME-seed-1 and so on, or in --out. "
                + "Those that are there go on or count as they are.",
            HelpName = "SEEDS",
        };
        var then = FollowUpSteps.Option();
        var (desk, whole) = (new DeskOptions(), DeskOptions.OfWhole());
        var verb = new VerbCommand(
            "run", "Runs a search; stops cleanly on Ctrl+C at the next step.", "enas run jobs/quickstart.json --out runs/first");
        verb.Arguments.Add(job);
        foreach (var option in (Option[])[sets, folder, backend, device, threads, stop, seeds, then, .. desk.All, whole])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
        {
            var (path, overrides, root) = (parsed.GetRequiredValue(job), parsed.GetValue(sets) ?? [], parsed.GetValue(folder));
            var compute = new ComputeOptions(parsed.GetValue(backend)!, parsed.GetValue(device), parsed.GetValue(threads));
            var stopAfter = CommandParts.Checked(parsed.GetValue(stop));
            var steps = FollowUpSteps.Parse(parsed.GetValue(then));
            var (asked, isWhole) = (desk.Of(parsed), parsed.GetValue(whole));
            DeskOptions.RequireEngine(isWhole, asked);
            return (parsed.GetValue(seeds), stopAfter, steps) switch
            {
                (null, null, _) when isWhole => WholeSearch.RunAsync(
                    JobLoading.Read(path, overrides), Surroundings.FullSearch(root ?? throw new CommandLineException(
                        "--whole: name the folder of the search with --out; it lies below --root")),
                    compute, asked, steps, terminal),
                (_, _, _) when isWhole => throw new CommandLineException(
                    "--whole is for one search without --stop-after-steps; of --seeds each search is done by one worker anyhow"),
                (null, _, _) => RunVerb.RunAsync(
                    new RunRequest(JobLoading.Read(path, overrides), root, compute, stopAfter)
                    {
                        Desk = ChildrenDesk.Of(asked),
                    },
                    steps, terminal),
                ({ } given, null, null) =>
                    SeedsVerb.RunAsync(
                        new SeedsArguments(path, overrides, SeedList.Parse(given), root, compute, asked), terminal),
                (_, null, _) => throw new CommandLineException("--then is for one search, not for --seeds; train the best of several"),
                _ => throw new CommandLineException("--stop-after-steps is for one search, not for --seeds; stop several with Ctrl+C"),
            };
        });
    }
}
