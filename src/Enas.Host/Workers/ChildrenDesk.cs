using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;

namespace Enas.Host.Workers;

/// <summary>Does the trainings of one search beside each other: in slots of this machine, or by workers.</summary>
/// <param name="request">What was asked for.</param>
internal sealed class ChildrenDesk(DeskRequest request) : ITrainingDesk
{
    private string Option => request.Engine is null ? "--slots" : "--engine";

    /// <summary>The desk of a command line; null where trainings are done one after the other.</summary>
    public static ITrainingDesk? Of(DeskRequest request) => request.IsAhead ? new ChildrenDesk(request) : null;

    /// <inheritdoc />
    public void Require(JobOptions job, string search, ComputeOptions compute)
    {
        if (SpaceCatalog.WordsOf(job).NotAhead is { } refusal)
        {
            throw new CommandLineException($"{Option}: {refusal}");
        }

        if (job.Origin == JobOrigins.Train || !EvaluatorCatalog.TrainsChildren(job))
        {
            throw new CommandLineException($"{Option}: nothing of it can be done beside the rest, since it trains no architectures alone "
                + "(evaluator.kind child, finals.count); several searches can: --seeds");
        }

        WorkDesk.Require(Options(search, compute));
    }

    /// <inheritdoc />
    public async Task<ITrainingsAhead> OpenAsync(string search, ComputeOptions compute, Terminal terminal, CancellationToken stop) =>
        new ChildrenAhead(await WorkDesk.OpenAsync(Options(search, compute), terminal, stop));

    private WorkDeskOptions Options(string search, ComputeOptions compute) =>
        WorkDeskOptions.InFolder(request, ChildFolders.RootOf(search), compute);
}
