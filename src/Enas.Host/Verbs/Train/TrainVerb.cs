using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Verbs.Train;

/// <summary>What <c>enas train</c> was asked.</summary>
internal sealed record TrainArguments(
    string? Search, string? Architecture, string Dialect, string? Job, IReadOnlyList<string> Sets, string? Folder, ComputeOptions Compute);

/// <summary>Trains the architecture of a search, or a given one, into a child folder with its own log.</summary>
internal static class TrainVerb
{
    public static async Task<int> RunAsync(TrainArguments arguments, Terminal terminal)
    {
        var request = arguments.Search is null ? await FromJobAsync(arguments) : await FromSearchAsync(arguments, terminal);
        var unbegun = await StandingWork.UnbegunTrainingAsync(request);
        using var host = EnasHost.Build();
        await host.StartAsync();
        var outcome = await host.Services.GetRequiredService<TrainingRunner>().RunAsync(request, unbegun, terminal);
        TrainReport.Write(request.Job, outcome, terminal);
        var json = TrainReport.ToJson(request.Job, outcome);
        json["isOfSearchData"] = request.Data is { } data ? outcome.State.Started!.DataDigest == data.Digest : null;
        terminal.Result(json);
        return outcome.ExitCodeBy(request.Job);
    }

    private static async Task<TrainingRequest> FromSearchAsync(TrainArguments arguments, Terminal terminal)
    {
        if (arguments.Job is not null)
        {
            throw new CommandLineException("--job is for training without a SEARCH; a search has its own job (change it with --set)");
        }

        var recorded = await RecordedSearch.OpenAsync(SearchLocator.Find(arguments.Search!));
        var job = JobLoading.Override(recorded.Job, arguments.Sets);
        var tokens = arguments.Architecture is { } given
            ? Canonical(job, arguments.Dialect, given)
            : recorded.BestTokens ?? throw new NotFoundException(
                recorded.NoResult is { } none ? $"{recorded.Name} has no choice to train: {none.Words} Or give an architecture with --arch"
                    : $"{recorded.Name} has no architecture yet; give one with --arch");
        var parent = recorded.Folder.Root;
        var folder = arguments.Folder
            ?? await FolderNaming.FreeAsync(Place.ParentOf(parent), recorded.Name, JobFacts.ForTraining(job) + tokens, "-train");
        return new TrainingRequest(job, recorded.Folder.ReadJob(), tokens, recorded.Fingerprint, folder, arguments.Compute)
        { Data = DataOf(recorded, terminal) };
    }

    // A training of other data is worth something by itself, so it is made; but it says nothing of what the search found.
    private static RequiredData? DataOf(RecordedSearch search, Terminal terminal) => RequiredData.Of(search,
        "What this training comes to cannot be held against the scores of that search", words => terminal.Line($"note         {words}"));

    private static async Task<TrainingRequest> FromJobAsync(TrainArguments arguments)
    {
        if (arguments.Architecture is null || arguments.Job is null)
        {
            throw new CommandLineException("train needs a SEARCH, or --arch TOKENS with --job JOB");
        }

        var document = JobLoading.Read(arguments.Job, arguments.Sets);
        var job = document.Options!;
        var tokens = Canonical(job, arguments.Dialect, arguments.Architecture);
        var folder = arguments.Folder
            ?? await FolderNaming.FreeAsync(HostSettings.Read().Runs.Root, job.Name, JobFacts.ForTraining(job) + tokens, "-train");
        return new TrainingRequest(job, document.Bytes, tokens, null, folder, arguments.Compute);
    }

    private static string Canonical(JobOptions job, string dialect, string text) =>
        ArchitectureDialects.Parse(SpaceCatalog.Create(job), dialect, text).Tokens;
}
