using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Verbs.Machine;

/// <summary>
/// <c>enas demo --crash</c>: a process of its own runs the quick start and kills itself half-way with SIGKILL; this process resumes the
/// search and then runs another that nothing disturbs. Both must have one fingerprint.
/// </summary>
internal static class CrashDemo
{
    /// <summary>128 and the number of SIGKILL: what a process leaves that was killed by it.</summary>
    private const int KilledExitCode = 137;

    public static async Task<int> RunAsync(DemoRequest request, Terminal terminal)
    {
        var job = request.ReadJob();
        var settings = HostSettings.Read();
        var crashed = request.Folder is { } given
            ? Surroundings.FullPath(given)
            : await FolderNaming.FreeAsync(settings.Runs.Root, "demo-crash", JobFacts.ForSearch(job.Options!));
        var crashStep = Middle(job.Options!, request);
        terminal.Line(
            $"1. A process runs the quick start and kills itself at step {crashStep} with SIGKILL, as a power cut or the kernel would.");
        var (exitCode, words) = await CrashAsync(request, crashed, crashStep);
        if (exitCode != KilledExitCode)
        {
            throw new InconclusiveException($"the process that was to be killed ended by itself with exit code {exitCode}: {words.Trim()}");
        }

        var found = await RecordedSearch.OpenAsync(crashed);
        terminal.Line($"   It is dead (exit code {exitCode}). Its log verifies: "
            + $"{Counted.Of(found.State.StepCount, "step")}, {Counted.Of(found.EventCount, "event was", "events were")} acknowledged.");
        terminal.Line("2. This process resumes it.");
        using var host = EnasHost.Build();
        await host.StartAsync();
        var (_, resumed) = await host.Services.GetRequiredService<ResumeRunner>()
            .RunAsync(new ResumeRequest(crashed, [], request.Compute, null), terminal);
        if (!resumed.IsComplete)
        {
            return ExitCodes.Stopped;
        }

        terminal.Line("3. The same search again, undisturbed.");
        var whole = await FolderNaming.FreeAsync(Path.GetDirectoryName(crashed)!, "demo-whole", JobFacts.ForSearch(job.Options!));
        var undisturbed = await host.Services.GetRequiredService<SearchRunner>()
            .RunAsync(new RunRequest(job, whole, request.Compute, null), terminal);
        return undisturbed.IsComplete ? Compare(found, resumed, undisturbed, exitCode, terminal) : ExitCodes.Stopped;
    }

    private static int Compare(RecordedSearch found, RunOutcome resumed, RunOutcome undisturbed, int exitCode, Terminal terminal)
    {
        var isSame = resumed.Fingerprint == undisturbed.Fingerprint;
        terminal.Line();
        terminal.Line($"fingerprint  {resumed.Fingerprint}  killed and resumed");
        terminal.Line($"             {undisturbed.Fingerprint}  undisturbed");
        terminal.Line(isSame ? "             the same: not a bit of the search was lost" : "             they differ: please report this");
        terminal.Line($"search       {resumed.Folder}");
        terminal.Line($"             {undisturbed.Folder}");
        terminal.Result(new JsonObject
        {
            ["search"] = resumed.Folder,
            ["undisturbed"] = undisturbed.Folder,
            ["killedExitCode"] = exitCode,
            ["acknowledgedSteps"] = found.State.StepCount,
            ["acknowledgedEvents"] = found.EventCount,
            ["fingerprint"] = resumed.Fingerprint,
            ["undisturbedFingerprint"] = undisturbed.Fingerprint,
            ["same"] = isSame,
        });
        return isSame ? ExitCodes.Done : ExitCodes.Difference;
    }

    /// <summary>A step in the middle that is not the first of a round: a checkpoint is behind it and unlogged work before it.</summary>
    private static long Middle(JobOptions job, DemoRequest request)
    {
        using var parts = SearchComposition.Create(job, TaskCatalog.Load(job), request.Compute);
        return parts.Strategy.Schedule.TotalSteps / 2;
    }

    private static async Task<(int ExitCode, string Words)> CrashAsync(DemoRequest request, string folder, long step)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "enas.dll"));
        }

        foreach (var argument in (string[])["demo", DemoCommand.CrashAtStepOption,
            step.ToString(CultureInfo.InvariantCulture), "--out", folder, .. request.Sets.SelectMany(set => (string[])["--set", set])])
        {
            start.ArgumentList.Add(argument);
        }

        if (request.Threads is { } threads)
        {
            start.ArgumentList.Add("--threads");
            start.ArgumentList.Add(threads.ToString(CultureInfo.InvariantCulture));
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        return (process.ExitCode, await error);
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
