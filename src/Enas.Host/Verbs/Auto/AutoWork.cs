using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Verbs.Export;
using Enas.Host.Verbs.Report;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Training;

namespace Enas.Host.Verbs.Auto;

/// <summary>The work of <c>enas auto</c>, piece after piece; what is stopped ends it, and the same command goes on.</summary>
/// <param name="services">The host's.</param>
/// <param name="files">Where everything lies.</param>
/// <param name="compute">What computes.</param>
/// <param name="terminal">Where it is shown.</param>
internal sealed class AutoWork(
    IServiceProvider services, AutoFiles files, ComputeOptions compute, TimeProvider time, Terminal terminal)
{
    private static readonly string[] s_pieces = ["search", "known network", "training", "network and report"];

    private readonly List<(string Piece, long Begin)> _begun = [];
    private RequiredData? _data;

    /// <summary>Trains architectures of the search beside each other; null for one after the other.</summary>
    public ITrainingDesk? Desk { get; init; }

    /// <summary>Seconds that each piece took that was begun so far.</summary>
    public IReadOnlyList<(string Piece, double Seconds)> Took() =>
    [
        .. _begun.Index().Select(begun => (begun.Item.Piece, time.GetElapsedTime(
            begun.Item.Begin, begun.Index + 1 < _begun.Count ? _begun[begun.Index + 1].Begin : time.GetTimestamp()).TotalSeconds)),
    ];

    /// <summary>Does what is not done yet.</summary>
    public async Task<AutoResult> RunAsync(JobDocument document)
    {
        Begin(0, "search");
        var standing = await StandingDataAsync(document.Options!);
        var (job, search) = await StandingWork.SearchAsync(services, document, files.Search, compute, terminal, Desk, standing);
        _data = standing ?? DataOf(search.State.Started?.DataDigest);
        var result = new AutoResult(job, search, null, null, IsExported: false);
        if (!search.IsComplete || NoResult.Of(job, search.State) is not null)
        {
            return result;
        }

        Begin(1, $"a known network, {AutoResult.AsTheOthersWere(job)}");
        result = result with { Reference = await ReferenceAsync(document, job, search) };
        if (result.Reference is { Training.IsComplete: false })
        {
            return result;
        }

        Begin(2, "training of the choice");
        result = result with { Plan = await TrainingPlan.OfAsync(result, files, compute, time, terminal) };
        var trained = result.Plan is { Again: { } again } ? again.Of(job) : job;
        var request = new TrainingRequest(
            trained, document.Bytes, search.State.Completed!.Tokens, search.Fingerprint, files.Training, compute)
        { Data = _data };
        result = result with { Training = await StandingWork.TrainingAsync(services, request, terminal) };
        if (!result.Training.IsComplete || NoResult.Of(job, result.Training.State) is not null)
        {
            return result;
        }

        Begin(3, "network and report");
        var quiet = Terminal.Quiet;
        await NetworkExport.RunAsync(files.Training, new NetworkExportArguments("onnx", files.Onnx, IsForced: true), quiet);
        await ReportVerb.RunAsync(files.Search, RecoveryMode.Strict, files.Report, force: true, quiet, AutoReport.Known(result));
        return result with { IsExported = true, Limits = AutoLimits.Of(job, search.State, files.Onnx) };
    }

    // Everything in the folder is of the data that its search began with, also where it is done: what it says would else be taken for
    // what there is to say of the data of today.
    private async Task<RequiredData?> StandingDataAsync(JobOptions job)
    {
        if (!await SearchLocator.IsSearchAsync(files.Search)
            || DataOf((await RecordedSearch.OpenAsync(files.Search)).State.Started?.DataDigest) is not { } data)
        {
            return null;
        }

        if (TaskCatalog.TryLoad(job) is { } now)
        {
            data.RequireLoaded(now.Digest);
        }

        return data;
    }

    private RequiredData? DataOf(string? digest) => digest is null ? null : new(digest, $"the search in {files.Root}",
        "Give another --out for a network of the new data, or put the old data back", words => throw new BadInputException(words));

    private async Task<AutoReference?> ReferenceAsync(JobDocument document, JobOptions job, RunOutcome search)
    {
        var space = SpaceCatalog.Create(job);
        if (!EvaluatorCatalog.TrainsChildren(job) || SpaceCatalog.Of(job).References(space) is not [{ } reference, ..])
        {
            return null;
        }

        // As the search trains an architecture alone, or the last rung of its finals.
        var tokens = reference.Architecture.Tokens;
        var (rung, steps) = EvaluatorCatalog.Of(job).TrainsAlone ? (0, job.Child.Steps)
            : (FinalsRung.Of(job)[^1].Number, FinalsRung.Of(job)[^1].Steps);
        var child = ChildJob.Of(job, new ChildOrder(tokens, rung, ChildSeeds.Of(job, tokens, rung), steps), steps);
        var request = new TrainingRequest(
            child, document.Bytes, tokens, search.Fingerprint, files.Reference, compute)
        { Data = _data };
        return new(reference.Name, reference.Source, await StandingWork.TrainingAsync(services, request, terminal));
    }

    private void Begin(int piece, string what)
    {
        _begun.Add((s_pieces[piece], time.GetTimestamp()));
        terminal.Line();
        terminal.Line($"{piece + 1} of {s_pieces.Length}       {what}");
    }
}
