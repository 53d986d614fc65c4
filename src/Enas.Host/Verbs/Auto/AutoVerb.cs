using System.Globalization;
using System.Text;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Report;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Host.Verbs.Export;
using Enas.Host.Verbs.Jobs;
using Enas.Host.Workers;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Verbs.Auto;

/// <summary>What <c>enas auto</c> was asked.</summary>
internal sealed record AutoArguments(
    string Data, double Minutes, PlannedStrategy? Strategy, string? Folder, IReadOnlyList<string> Sets, ComputeOptions Compute)
{
    /// <summary>Who trains architectures of the search beside each other.</summary>
    public DeskRequest Desk { get; init; } = new();
}

/// <summary>
/// From a folder of data to a trained network: a job whose budgets are steps, its search, the training of the choice, the network as ONNX,
/// a report. Everything lies in one folder; what is there already goes on or counts as it is.
/// </summary>
internal static class AutoVerb
{
    public static async Task<int> RunAsync(AutoArguments arguments, TimeProvider time, Terminal terminal)
    {
        FolderPlan.Checked(arguments.Minutes);
        var start = time.GetTimestamp();
        var root = arguments.Folder is { } given ? OutputFolder.Named("--out", Surroundings.FullPath(given))
            : FolderNaming.Of(HostSettings.Read().Runs.Root, FolderDraft.NameOf(arguments.Data));
        var files = new AutoFiles(root);
        double? before = File.Exists(files.Job) ? await AutoTime.SecondsBeforeAsync(files) : null;
        var job = await JobAsync(arguments, files, time, terminal);
        var planned = time.GetElapsedTime(start).TotalSeconds;
        using var host = EnasHost.Build();
        await host.StartAsync();
        var work = new AutoWork(host.Services, files, arguments.Compute, time, terminal)
        {
            // A plan without such trainings has nothing to do beside each other.
            Desk = EvaluatorCatalog.TrainsChildren(job.Options!) ? ChildrenDesk.Of(arguments.Desk) : null,
        };
        var result = await work.RunAsync(job) with
        {
            Time = new AutoTime(before, time.GetElapsedTime(start).TotalSeconds,
                before is null ? [("planning", planned), .. work.Took()] : work.Took()),
            AskedMinutes = AutoPlan.Read(files.Plan)?.AskedMinutes ?? arguments.Minutes,
        };
        AutoReport.Write(result, files, terminal);
        terminal.Result(AutoReport.ToJson(result, files));
        return result.ExitCode;
    }

    private static JobDocument Begun(JobDocument job, AutoFiles files, double minutes, Terminal terminal)
    {
        terminal.Line($"job          {files.Job} is there; what it began goes on");
        if (AutoPlan.Read(files.Plan)?.AskedMinutes is { } planned && planned != minutes)
        {
            terminal.Line(string.Create(CultureInfo.InvariantCulture,
                $"             it was planned for {planned:0.##} minutes, and that stands; "
                    + $"for a plan of {minutes:0.##} give another --out"));
        }

        return job;
    }

    // Before anything is timed, and once more before anything is written.
    private static void RequireFree(AutoFiles files)
    {
        if (Array.Find([files.Onnx, files.Report, files.Plan], File.Exists) is { } name)
        {
            throw new CommandLineException($"{name} is there and would be replaced; give another --out, or move it away");
        }
    }

    // The job that is there decides; it was made by the minutes that were asked for then.
    private static async Task<JobDocument> JobAsync(AutoArguments arguments, AutoFiles files, TimeProvider time, Terminal terminal)
    {
        var start = time.GetTimestamp();
        if (File.Exists(files.Job))
        {
            var before = JobLoading.Read(files.Job, arguments.Sets);
            if (arguments.Strategy is { } asked && !asked.IsOf(before.Options!))
            {
                throw new CommandLineException($"{files.Job} is there and searches in another way than --strategy {asked.Name}; "
                    + "leave --strategy out to go on, or give another --out");
            }

            return before.Options!.Data.Path == Surroundings.FullPath(arguments.Data).TrimEnd('/')
                ? Begun(before, files, arguments.Minutes, terminal)
                : throw new BadInputException($"{files.Job} is a job for other data, {before.Options.Data.Path}; give another --out");
        }

        RequireFree(files);
        var plan = await FolderPlan.MakeAsync(
            arguments.Data, files.Job, arguments.Minutes, arguments.Sets, arguments.Compute, time, arguments.Strategy);
        foreach (var words in plan.Words)
        {
            terminal.Line(words);
        }

        plan.RequireMinutes(arguments.Minutes);
        RequireFree(files);
        Directory.CreateDirectory(files.Root);
        OutputFile.Kept(files.Job, force: false).Write(plan.Text);
        if (plan.Job.Options!.Train.Steps == plan.Budget.TrainSteps)
        {
            new AutoPlan(arguments.Minutes, time.GetElapsedTime(start).TotalSeconds, plan.Around.Loading, plan.Around.AtTheEnd,
                plan.Budget.TrainSteps)
            {
                PlannedSeconds = plan.AllSeconds,
                PlannedTrainSeconds = plan.Budget.Seconds.Training,
            }.Write(files.Plan, replaces: false);
        }

        terminal.Line($"job          {files.Job}");
        return plan.Job;
    }
}
