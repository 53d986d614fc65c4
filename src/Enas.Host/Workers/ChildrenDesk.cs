using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Training;

namespace Enas.Host.Workers;

/// <summary>Does the trainings of one search beside each other: in slots of this machine, or by workers.</summary>
/// <param name="request">What was asked for.</param>
internal sealed class ChildrenDesk(DeskRequest request) : ITrainingDesk
{
    private static readonly ChildOrder s_any = new(string.Empty, 0, 0, 1);

    private string Option => request.Engine is null ? "--slots" : "--engine";

    /// <summary>The desk of a command line; null where trainings are done one after the other.</summary>
    public static ITrainingDesk? Of(DeskRequest request) => request.IsAhead ? new ChildrenDesk(request) : null;

    /// <inheritdoc />
    public void Require(JobOptions job, ReadOnlyMemory<byte> jobFile, string search, ComputeOptions compute)
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

        var options = Options(search, compute);
        WorkDesk.Require(options);
        if (request.Engine is not null && WhyUnsaid(options, job, jobFile, ChildFolders.Of(search, s_any)) is { } whyNot)
        {
            throw WorkDesk.Unsaid($"the trainings of {Path.GetFileName(search.TrimEnd('/'))}", whyNot);
        }
    }

    /// <inheritdoc />
    public async Task<ITrainingsAhead> OpenAsync(string search, ComputeOptions compute, Terminal terminal, CancellationToken stop) =>
        new ChildrenAhead(await WorkDesk.OpenAsync(Options(search, compute), terminal, stop));

    // All trainings of a search lie beside each other and have its data and its job.
    private static string? WhyUnsaid(WorkDeskOptions options, JobOptions job, ReadOnlyMemory<byte> jobFile, string folder)
    {
        var orders = new WorkOrders(options.Roots, options.Owner, options.ThreadsOfEach);
        return orders.Of(new TrainingRequest(
            ChildJob.Of(job, s_any, 1), jobFile, s_any.Tokens, null, folder, new ComputeOptions(null, null, null))) is null
                ? orders.WhyNot : null;
    }

    private WorkDeskOptions Options(string search, ComputeOptions compute) =>
        WorkDeskOptions.InFolder(request, ChildFolders.RootOf(search), compute);
}
