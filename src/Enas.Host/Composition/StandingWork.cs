using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Composition;

/// <summary>Searches and trainings in folders of given names: what is not there is begun, what is there goes on or counts as it
/// is.</summary>
internal static class StandingWork
{
    /// <summary>A search to its end or to a clean stop.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="job">Its job.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="compute">What computes.</param>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="desk">Who trains its architectures beside each other; null for one after the other.</param>
    /// <param name="data">The data that it has to be made of; null for any.</param>
    /// <exception cref="BadInputException">The folder holds another one.</exception>
    public static async Task<(JobOptions Job, RunOutcome Outcome)> SearchAsync(
        IServiceProvider services, JobDocument job, string folder, ComputeOptions compute, Terminal terminal, ITrainingDesk? desk = null,
        RequiredData? data = null)
    {
        if (!await SearchLocator.IsSearchAsync(folder))
        {
            var request = new RunRequest(job, folder, compute, StopAfterSteps: null) { Desk = desk, Data = data };
            return (job.Options!, await services.GetRequiredService<SearchRunner>().RunAsync(request, terminal));
        }

        var before = await RecordedSearch.OpenAsync(folder);
        if (JobFacts.ForSearch(before.Job) != JobFacts.ForSearch(job.Options!) || before.Job.Budget != job.Options!.Budget)
        {
            throw new BadInputException(
                $"{folder} holds a search of another job or budget than this one; give another --out, or the options that it "
                + "was begun with");
        }

        data?.RequireMade(folder, before.State.Started?.DataDigest);
        return await services.GetRequiredService<ResumeRunner>().RunAsync(
            new ResumeRequest(folder, [], compute, null) { Desk = desk, Data = data }, terminal);
    }

    /// <summary>A training from scratch to its end or to a clean stop.</summary>
    /// <exception cref="BadInputException">The folder holds another one.</exception>
    public static async Task<RunOutcome> TrainingAsync(IServiceProvider services, TrainingRequest request, Terminal terminal)
    {
        if (!await SearchLocator.IsSearchAsync(request.Folder))
        {
            return await services.GetRequiredService<TrainingRunner>().RunAsync(request, terminal);
        }

        var before = await RecordedSearch.OpenAsync(request.Folder);
        if (IsOther(before, request))
        {
            throw new BadInputException(
                $"{request.Folder} holds another training than this one; give another --out, or the options that it was begun with");
        }

        request.Data?.RequireMade(request.Folder, before.State.Started?.DataDigest);

        // A process that died before the first fact left a folder with its job and nothing else.
        if (before.State.Started is null)
        {
            return await services.GetRequiredService<TrainingRunner>().RunAsync(request, before, terminal);
        }

        return (await services.GetRequiredService<ResumeRunner>()
            .RunAsync(new ResumeRequest(request.Folder, [], request.Compute, null) { Data = request.Data }, terminal)).Outcome;
    }

    /// <summary>A training whose process died before its first fact: the same one is begun in its place. Null where the folder is
    /// something else, or nothing.</summary>
    /// <param name="request">What is to be trained there.</param>
    /// <exception cref="Pipeline.Events.LogDamagedException">It is a search whose log is damaged.</exception>
    public static async Task<RecordedSearch?> UnbegunTrainingAsync(TrainingRequest request)
    {
        var folder = Surroundings.FullSearch(request.Folder);
        return await SearchLocator.IsSearchAsync(folder) && await RecordedSearch.OpenAsync(folder) is { State.Started: null } before
            && !IsOther(before, request) ? before : null;
    }

    private static bool IsOther(RecordedSearch before, TrainingRequest request) =>
        before.Job.Origin != JobOrigins.Train || JobFacts.ForTraining(before.Job) != JobFacts.ForTraining(request.Job)
        || before.Job.Train.Epochs != request.Job.Train.Epochs || before.Job.Seed != request.Job.Seed
        || (before.State.Started is { } started && (started.Parent != request.Parent || started.Architecture != request.Tokens));
}
