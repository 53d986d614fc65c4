using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Verbs.Export;
using Enas.Host.Verbs.Report;
using Enas.Host.Verbs.Train;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Run;

/// <summary>What came of the steps after a search.</summary>
/// <param name="Json">For programs.</param>
/// <param name="ExitCode">Of the first step that was not done to its end.</param>
internal sealed record FollowedUp(JsonObject Json, int ExitCode);

/// <summary>
/// The steps after a search, in the same process: the choice trained, its network, the page. What is there goes on or counts as it is, so
/// that the same command or <c>enas resume</c> with the same steps goes on after a stop or a crash.
/// </summary>
internal static class FollowUp
{
    /// <summary>Refuses steps that nothing can come of, before the search is begun.</summary>
    /// <exception cref="CommandLineException">One cannot be done.</exception>
    public static void Require(FollowUpSteps? steps, JobOptions job)
    {
        if (steps?.FaultWith(job) is { } fault)
        {
            throw new CommandLineException($"--then {fault}");
        }
    }

    /// <summary>Does the steps where the search chose something; else null.</summary>
    public static async Task<FollowedUp?> RunAsync(
        IServiceProvider services, FollowUpSteps? steps, JobOptions job, RunOutcome search, ComputeOptions compute, Terminal terminal)
    {
        if (steps is null || !search.IsComplete || NoResult.Of(job, search.State) is not null)
        {
            return null;
        }

        var done = new JsonArray();
        var json = new JsonObject { ["done"] = done };
        if (steps.Train)
        {
            var training = await TrainAsync(services, search, compute, terminal);
            json["training"] = training.Folder;
            json["trainingFingerprint"] = training.Fingerprint;
            json["test"] = training.State.Completed?.TestScore;
            if (training.ExitCodeBy(job) is not ExitCodes.Done and var code)
            {
                return new FollowedUp(json, code);
            }

            done.Add(FollowUpSteps.TrainName);
            if (steps.Export)
            {
                json["network"] = await ExportAsync(training.Folder, terminal);
                done.Add(FollowUpSteps.ExportName);
            }
        }

        if (steps.Report)
        {
            json["report"] = await ReportAsync(search.Folder, terminal);
            done.Add(FollowUpSteps.ReportName);
        }

        return new FollowedUp(json, ExitCodes.Done);
    }

    private static async Task<RunOutcome> TrainAsync(
        IServiceProvider services, RunOutcome search, ComputeOptions compute, Terminal terminal)
    {
        var recorded = await RecordedSearch.OpenAsync(search.Folder);
        terminal.Line();
        var training = await StandingWork.TrainingAsync(services, new TrainingRequest(recorded.Job, recorded.Folder.ReadJob(),
            search.State.Completed!.Tokens, recorded.Fingerprint, FollowUpSteps.TrainingOf(search.Folder), compute)
        {
            Data = RequiredData.Of(recorded, "Put the data of the search back; enas train trains its choice on other ones"),
        }, terminal);
        TrainReport.Write(recorded.Job, training, terminal);
        return training;
    }

    private static async Task<string> ExportAsync(string training, Terminal terminal)
    {
        await NetworkExport.RunAsync(training, new NetworkExportArguments("onnx", null, IsForced: false), Terminal.Quiet);
        return Said("network", Place.Combine(training, "export/network.onnx"), terminal);
    }

    private static async Task<string> ReportAsync(string search, Terminal terminal)
    {
        await ReportVerb.RunAsync(search, RecoveryMode.Strict, null, force: false, Terminal.Quiet);
        return Said("page", Place.Combine(search, "export/report.html"), terminal);
    }

    private static string Said(string what, string path, Terminal terminal)
    {
        terminal.Line($"{what,-12} {CommandText.PathFromHere(path)}");
        return path;
    }
}
