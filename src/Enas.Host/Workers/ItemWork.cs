using Enas.Backends.Torch;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Workers;

/// <summary>Does one item in this process: in its place below the root, with a log of its own, as a person would begin it or go on with
/// it; then puts its result.</summary>
/// <param name="services">The host's.</param>
/// <param name="roots">Where this machine has its store and data.</param>
/// <param name="results">Where the result goes.</param>
/// <param name="programs">Commands that a search's evaluator may start here; no other one is.</param>
/// <param name="terminal">Where it is shown.</param>
internal sealed class ItemWork(
    IServiceProvider services, WorkRoots roots, IResultStore results, IReadOnlyList<AllowedCommand> programs, Terminal terminal)
{
    /// <summary>Does it to its end or to a clean stop.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="BadInputException">It is refused: no machine can do it.</exception>
    /// <exception cref="BackendUnavailableException">It wants another arithmetic or device than there is here.</exception>
    /// <exception cref="MachineLacksException">It needs what is not, or may not be, here.</exception>
    public async Task<int> RunAsync(WorkItem item)
    {
        if (item.Fault is { } fault)
        {
            throw new BadInputException($"an item of work is refused: {fault}");
        }

        var work = WorkDescription.Read(item.Description, roots.Data);
        Require(work);
        if (work.Kind == WorkKind.Replay)
        {
            return await RangeAsync(item, work);
        }

        var folder = roots.FolderOf(work.Place);
        var data = DataOf(work);
        var (job, outcome) = work.Kind == WorkKind.Training
            ? (work.Job, await StandingWork.TrainingAsync(
                services, new TrainingRequest(work.Job, work.JobFile, work.Tokens!, work.Parent, folder, roots.Compute) { Data = data },
                terminal))
            : await StandingWork.SearchAsync(services, DocumentOf(work), folder, roots.Compute, terminal, data: data);
        var code = outcome.ExitCodeBy(job);
        if (outcome.IsComplete)
        {
            await results.PutAsync(WorkResult.Done(item.Key, code, outcome.Fingerprint), CancellationToken.None);
        }

        return code;
    }

    private async Task<int> RangeAsync(WorkItem item, WorkDescription work)
    {
        var stop = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var result = await new RangeWork(roots).RunAsync(item.Key, work, stop);
        await results.PutAsync(result, CancellationToken.None);
        return result.ExitCode;
    }

    private static RequiredData? DataOf(WorkDescription work) => work.DataDigest is not { } digest ? null : new RequiredData(
        digest, "the item of work", "This machine has other data under the name that the item gives",
        words => throw new MachineLacksException(words));

    private void Require(WorkDescription work)
    {
        if (work.Numerics != WorkRoots.Numerics)
        {
            throw new BackendUnavailableException($"the item wants the arithmetic {work.Numerics}, and this program has "
                + $"{WorkRoots.Numerics}: give it to a worker of that version");
        }

        if ((work.Backend, work.DeviceClass) != (roots.Backend, roots.DeviceClass))
        {
            throw new BackendUnavailableException($"the item wants {work.Backend} on {work.DeviceClass}, and this worker has "
                + $"{roots.Backend} on {roots.DeviceClass}");
        }

        if ((work.Kind == WorkKind.Training) != (work.Tokens is not null) || (work.Kind == WorkKind.Replay) != (work.Range is not null))
        {
            throw new BadInputException("an item of work is refused: a training names its architecture, and nothing else does; what is "
                + "made again names its range, and nothing else does");
        }

        var evaluator = work.Job.Evaluator;
        if (work.Kind == WorkKind.Search && EvaluatorCatalog.Of(work.Job).RunsProgram
            && !programs.Any(program => program.Is(evaluator.Command)))
        {
            throw new MachineLacksException($"the item wants to start {ForeignText.Shown(string.Join(' ', evaluator.Command))}, which a "
                + $"worker on {Environment.MachineName} may not: {WorkItemNames.AllowProgram} names whole commands, all words of each");
        }
    }

    private static JobDocument DocumentOf(WorkDescription work) =>
        new() { Options = work.Job, Errors = [], Values = [], Bytes = work.JobFile };
}
