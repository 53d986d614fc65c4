using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Host.Workers;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Verbs.Run;

/// <summary>What <c>enas run --seeds</c> was asked.</summary>
/// <param name="Job">The job file.</param>
/// <param name="Sets">Overrides of the job.</param>
/// <param name="Seeds">The seeds of the searches.</param>
/// <param name="Folder">The folder of all of them; null for folders under the runs root.</param>
/// <param name="Compute">What computes.</param>
/// <param name="Desk">Who does the searches.</param>
internal sealed record SeedsArguments(
    string Job, IReadOnlyList<string> Sets, IReadOnlyList<ulong> Seeds, string? Folder, ComputeOptions Compute, DeskRequest Desk);

/// <summary>
/// Runs one job with several seeds, a search each in a folder that is named by its seed. Those that are there go on or count as they are.
/// </summary>
internal static class SeedsVerb
{
    public static async Task<int> RunAsync(SeedsArguments arguments, Terminal terminal)
    {
        JobDocument[] jobs = [.. arguments.Seeds.Select(seed => JobLoading.Read(arguments.Job,
            [.. arguments.Sets, string.Create(CultureInfo.InvariantCulture, $"seed={seed}")]))];
        using var host = EnasHost.Build();
        await host.StartAsync();
        var done = new List<(JobOptions Job, RunOutcome Outcome)>();
        string[] folders = [.. jobs.Select(job => FolderOf(arguments, job.Options!))];
        var stop = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var options = WorkDeskOptions.InFolder(arguments.Desk, Place.ParentOf(folders[0]), arguments.Compute);
        await using var desk = await WorkDesk.OpenAsync(
            options with { Programs = AllowedCommand.Of(jobs[0].Options!.Evaluator.Command) }, terminal, stop);
        await using var ahead = desk.Begin([.. jobs.Zip(folders, (job, at) => (Path.GetFileName(at), desk.Orders?.Of(job, at)))]);
        foreach (var (number, job) in jobs.Index())
        {
            await ahead.NextAsync();
            var folder = folders[number];
            terminal.Line($"seed {job.Options!.Seed} ({number + 1} of {jobs.Length}): {Path.GetFileName(folder)}");
            done.Add(await StandingWork.SearchAsync(host.Services, job, folder, arguments.Compute, terminal));
            if (!done[^1].Outcome.IsComplete)
            {
                break;
            }
        }

        Write(done, jobs.Length, terminal);
        terminal.Result(ToJson(done, jobs.Length));
        return done.Exists(one => !one.Outcome.IsComplete) ? ExitCodes.Stopped
            : done.Select(one => one.Outcome.ExitCodeBy(one.Job)).FirstOrDefault(code => code != ExitCodes.Done, ExitCodes.Done);
    }

    private static string FolderOf(SeedsArguments arguments, JobOptions job)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"seed-{job.Seed}");
        return arguments.Folder is { } folder ? Surroundings.FullPlace(Place.Combine(folder, name))
            : FolderNaming.Of(HostSettings.Read().Runs.Root, job.Name, $"-{name}");
    }

    private static string ChosenMeasure(Measure measure, IEnumerable<(JobOptions Job, RunOutcome Outcome)> done) =>
        done.Select(one => one.Outcome.State.Completed).FirstOrDefault(completed => completed is not null) is { } completed
            ? ScoreText.NameOf(measure, completed) : measure.Name;

    private static void Write(IReadOnlyList<(JobOptions Job, RunOutcome Outcome)> done, int planned, Terminal terminal)
    {
        var measure = ScoreText.MeasureOf(done[0].Job);
        var table = new PeopleTable("seed", $"chosen {ChosenMeasure(measure, done)}", "random best", "verdict", "fingerprint", "folder");
        foreach (var (job, outcome) in done.Where(one => one.Outcome.IsComplete))
        {
            var random = RandomBest.Of(job, outcome.State);
            table.Row(
                job.Seed.ToString(CultureInfo.InvariantCulture),
                NoResult.Of(job, outcome.State)?.Short ?? ScoreText.Of(measure, outcome.State.Completed!),
                random is null ? "-" : ScoreText.Of(outcome.State.Completed!.Reported?.Measure ?? measure, random),
                RandomComparison.VerdictOf(job, outcome.State)?.Short ?? "-",
                outcome.Fingerprint[..12],
                Path.GetFileName(outcome.Folder));
        }

        terminal.Line();
        terminal.Draw(table);
        if (done.Count < planned || !done[^1].Outcome.IsComplete)
        {
            terminal.Line($"stopped; the same command goes on: {done.Count(one => one.Outcome.IsComplete)} of {planned} are done");
        }
        else if (done.Count > 1)
        {
            terminal.Line($"next  {CommandText.Of(["compare", .. done.Select(one => CommandText.PathFromHere(one.Outcome.Folder))])}");
        }
    }

    private static JsonObject ToJson(IReadOnlyList<(JobOptions Job, RunOutcome Outcome)> done, int planned)
    {
        var json = new JsonObject
        {
            ["complete"] = done.Count == planned && done[^1].Outcome.IsComplete,
            ["planned"] = planned,
            ["searches"] = new JsonArray([.. done.Select(one =>
            {
                var search = RunReport.ToJson(one.Job, one.Outcome);
                search.Insert(0, "seed", one.Job.Seed);
                return (JsonNode)search;
            })]),
        };
        if (done.Select(one => NoResult.Of(one.Job, one.Outcome.State)).FirstOrDefault(none => none is not null) is { } first)
        {
            json["error"] = SearchJson.Error(first);
        }

        return json;
    }
}
