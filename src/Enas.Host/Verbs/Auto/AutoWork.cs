using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Verbs.Export;
using Enas.Host.Verbs.Report;
using Enas.Pipeline.Catalogs;
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
internal sealed class AutoWork(IServiceProvider services, AutoFiles files, ComputeOptions compute, Terminal terminal)
{
    private const int Pieces = 4;

    /// <summary>Does what is not done yet.</summary>
    public async Task<AutoResult> RunAsync(JobDocument document)
    {
        Say(1, "search");
        var (job, search) = await StandingWork.SearchAsync(services, document, files.Search, compute, terminal);
        var result = new AutoResult(job, search, null, null, IsExported: false);
        if (!search.IsComplete || NoResult.Of(job, search.State) is not null)
        {
            return result;
        }

        Say(2, "a known network, trained as the finals were");
        result = result with { Reference = await ReferenceAsync(document, job, search) };
        if (result.Reference is { Training.IsComplete: false })
        {
            return result;
        }

        Say(3, "training of the choice");
        var request = new TrainingRequest(
            job, document.Bytes, search.State.Completed!.Tokens, search.Fingerprint, files.Training, compute);
        result = result with { Training = await StandingWork.TrainingAsync(services, request, terminal) };
        if (!result.Training.IsComplete || NoResult.Of(job, result.Training.State) is not null)
        {
            return result;
        }

        Say(4, "network and report");
        var quiet = new Terminal(json: false, TextWriter.Null, TextWriter.Null);
        await NetworkExport.RunAsync(files.Training, "onnx", files.Onnx, force: true, quiet);
        await ReportVerb.RunAsync(files.Search, RecoveryMode.Strict, files.Report, force: true, quiet);
        return result with { IsExported = true };
    }

    private async Task<AutoReference?> ReferenceAsync(JobDocument document, JobOptions job, RunOutcome search)
    {
        var space = SpaceCatalog.Create(job);
        if (job.Finals.Count == 0 || SpaceCatalog.Of(job).References(space) is not [{ } reference, ..])
        {
            return null;
        }

        // As the last rung trains its finalists.
        var (tokens, rung) = (reference.Architecture.Tokens, FinalsRung.Of(job)[^1]);
        var order = new ChildOrder(tokens, rung.Number, ChildSeeds.Of(job, tokens, rung.Number), rung.Steps);
        var child = ChildJob.Of(job, order, rung.Steps);
        var request = new TrainingRequest(
            child, document.Bytes, tokens, search.Fingerprint, files.Reference, compute);
        return new(reference.Name, reference.Source, await StandingWork.TrainingAsync(services, request, terminal));
    }

    private void Say(int piece, string what)
    {
        terminal.Line();
        terminal.Line($"{piece} of {Pieces}       {what}");
    }
}
