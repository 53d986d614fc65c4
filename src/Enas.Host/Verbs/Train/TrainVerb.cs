using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Data;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Spaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Verbs.Train;

/// <summary>What <c>enas train</c> was asked.</summary>
internal sealed record TrainArguments(
    string? Search, string? Architecture, string Dialect, string? Job, IReadOnlyList<string> Sets, string? Folder, ComputeOptions Compute);

/// <summary>Trains the architecture of a search, or a given one, into a child folder with its own log.</summary>
internal static class TrainVerb
{
    public static async Task<int> RunAsync(TrainArguments arguments, Terminal terminal)
    {
        var request = arguments.Search is null ? FromJob(arguments) : await FromSearchAsync(arguments);
        using var host = EnasHost.Build();
        await host.StartAsync();
        var outcome = await host.Services.GetRequiredService<TrainingRunner>().RunAsync(request, terminal);
        var parameters = RnnParameterCounts.Final(new RnnCellSpace(request.Job.Space), request.Job.Train.Network, JobLoading.LoadData(request.Job).Vocabulary.Count);
        Write(outcome, request, parameters, terminal);
        terminal.Result(ToJson(outcome, request, parameters));
        return outcome.IsComplete ? ExitCodes.Done : ExitCodes.Stopped;
    }

    private static async Task<TrainingRequest> FromSearchAsync(TrainArguments arguments)
    {
        if (arguments.Job is not null)
        {
            throw new CommandLineException("--job is for training without a SEARCH; a search has its own job (change it with --set)");
        }

        var recorded = await RecordedSearch.OpenAsync(SearchLocator.Find(arguments.Search!));
        var job = Overridden(recorded.Job, arguments.Sets);
        var tokens = arguments.Architecture is { } given
            ? Canonical(job, arguments.Dialect, given)
            : recorded.BestTokens ?? throw new NotFoundException($"{recorded.Name} has no architecture yet; give one with --arch");
        var parent = recorded.Folder.Root;
        var folder = arguments.Folder ?? FolderNaming.Free(Path.GetDirectoryName(parent)!, recorded.Name + "-train", JobFacts.ForTraining(job) + tokens);
        return new TrainingRequest(job, recorded.Folder.ReadJob(), tokens, recorded.Fingerprint, folder, arguments.Compute);
    }

    private static TrainingRequest FromJob(TrainArguments arguments)
    {
        if (arguments.Architecture is null || arguments.Job is null)
        {
            throw new CommandLineException("train needs a SEARCH, or --arch TOKENS with --job JOB");
        }

        var document = JobLoading.Read(arguments.Job, arguments.Sets);
        var job = document.Options!;
        var tokens = Canonical(job, arguments.Dialect, arguments.Architecture);
        var folder = arguments.Folder ?? FolderNaming.Free(EnasHost.Settings().Runs.Root, job.Name + "-train", JobFacts.ForTraining(job) + tokens);
        return new TrainingRequest(job, document.Bytes, tokens, null, folder, arguments.Compute);
    }

    private static string Canonical(JobOptions job, string dialect, string text) =>
        new RnnCellSpace(job.Space).FromCell(RnnCellDialects.Parse(dialect, text)).Tokens;

    /// <summary>The recorded job with the overrides on top; locations and training options may change, the search itself is over.</summary>
    private static JobOptions Overridden(JobOptions job, IReadOnlyList<string> sets)
    {
        if (sets.Count == 0)
        {
            return job;
        }

        var bytes = Encoding.UTF8.GetBytes(job.ToResolvedJson());
        return JobLoading.Checked(JobReader.Read(bytes, "job.resolved.json", sets, Environment.CurrentDirectory)).Options!;
    }

    private static void Write(RunOutcome outcome, TrainingRequest request, long parameters, Terminal terminal)
    {
        terminal.Line();
        terminal.Line($"trained      {request.Tokens}");
        terminal.Line($"             {parameters.ToString("N0", CultureInfo.InvariantCulture)} parameters, {outcome.State.StepCount.ToString("N0", CultureInfo.InvariantCulture)} of {outcome.PlannedSteps.ToString("N0", CultureInfo.InvariantCulture)} steps");
        foreach (var score in outcome.State.Candidates.Where(c => c.Source == "validation"))
        {
            terminal.Line($"epoch {score.Ordinal + 1,-6} validation perplexity {score.Perplexity.ToString("F2", CultureInfo.InvariantCulture)}");
        }

        if (outcome.State.Completed is { } completed)
        {
            terminal.Line($"best         validation perplexity {completed.Perplexity.ToString("F2", CultureInfo.InvariantCulture)}; with those weights, test perplexity {completed.TestPerplexity?.ToString("F2", CultureInfo.InvariantCulture)} (measured once)");
        }

        terminal.Line();
        terminal.Line($"fingerprint  {outcome.Fingerprint}");
        terminal.Line($"training     {outcome.Folder}");
        terminal.Line($"             {outcome.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s");
    }

    private static JsonObject ToJson(RunOutcome outcome, TrainingRequest request, long parameters) => new()
    {
        ["search"] = outcome.Folder,
        ["complete"] = outcome.IsComplete,
        ["architecture"] = request.Tokens,
        ["parameters"] = parameters,
        ["fingerprint"] = outcome.Fingerprint,
        ["parent"] = request.Parent,
        ["steps"] = outcome.State.StepCount,
        ["events"] = outcome.EventCount,
        ["validation"] = new JsonArray([.. outcome.State.Candidates.Where(c => c.Source == "validation").Select(c => (JsonNode)c.Perplexity)]),
        ["validationPerplexity"] = outcome.State.Completed?.Perplexity,
        ["testPerplexity"] = outcome.State.Completed?.TestPerplexity,
        ["durationSeconds"] = Math.Round(outcome.Duration.TotalSeconds, 3),
    };
}
