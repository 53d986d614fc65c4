using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tensors;
using Enas.Pipeline.Training;
using Enas.Storage.Checkpoints;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Programs;
using Enas.Storage.Searches;
using Enas.Storage.Stores;

namespace Enas.Storage.Runs;

/// <summary>What a search's children are trained with.</summary>
/// <param name="JobBytes">The job file, byte for byte.</param>
/// <param name="Data">Its data.</param>
/// <param name="Backend">What trains them; not owned.</param>
/// <param name="PolicyNumerics">The numerics of its policy.</param>
/// <param name="Search">Path of the search.</param>
/// <param name="Started">Gives its first fact, once there is one.</param>
internal sealed record ChildSurroundings(
    JobOptions Job, ReadOnlyMemory<byte> JobBytes, JobData Data, ITensorBackend Backend, string PolicyNumerics, string Search,
    Func<SearchStarted> Started);

/// <summary>
/// Trains architectures alone, each into a folder with a log of its own beside the search. What is complete is taken as it is, what was
/// interrupted goes on, and what the search has recorded is not trained again though its folder may be gone.
/// </summary>
/// <param name="around">What they are trained with.</param>
/// <param name="recorded">Answers for what the search has recorded.</param>
/// <param name="say">Hears of each child that is trained, in words for people.</param>
/// <param name="watch">Hears of its steps.</param>
/// <param name="time">Measures what is observed.</param>
/// <param name="stop">Asks for a clean stop.</param>
internal sealed class ChildTrainer(
    ChildSurroundings around, RecordedChildTrainer recorded, Action<string> say, ChildWatch watch, TimeProvider time,
    CancellationToken stop) : IChildTrainer
{
    // Those that were said already: each step says again what is still to come.
    private readonly List<ChildOrder> _expected = [];

    private readonly SearchSpace _space = SpaceCatalog.Create(around.Job);
    private readonly Lazy<string> _parent = new(() => ChildFolders.ParentOf(around.Started()));

    /// <summary>Trains children ahead of the search, in other places; null where nobody does.</summary>
    public ITrainingsAhead? Elsewhere { get; init; }

    /// <inheritdoc />
    public int Ahead => Elsewhere?.Most ?? 0;

    /// <summary>The trainer of a search's children; one that is never asked where the job has none.</summary>
    /// <param name="parts">The parts of the search.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="started">Gives its first fact, once there is one.</param>
    /// <param name="recorded">The facts of children that its log has.</param>
    /// <param name="say">Hears of each child that is trained.</param>
    /// <param name="watch">Hears of its steps.</param>
    /// <param name="time">Measures what is observed.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    /// <param name="elsewhere">Trains children ahead of the search; null where nobody does.</param>
    public static IChildTrainer Of(
        SearchComposition parts, SearchFolder folder, Func<SearchStarted> started,
            IReadOnlyList<ChildTrained> recorded, Action<string> say, ChildWatch watch, TimeProvider time, CancellationToken stop,
            ITrainingsAhead? elsewhere = null) =>
        EvaluatorCatalog.Of(parts.Job).TrainsElsewhere
            ? OutsideEvaluator.Of(new(parts.Job, OutsideEvaluator.FolderOf(folder.Root), started, recorded, say, time, stop))
        : EvaluatorCatalog.TrainsChildren(parts.Job)
        ? new ChildTrainer(
            new ChildSurroundings(
                parts.Job, folder.ReadJob(), parts.Data, parts.Backend, parts.PolicyNumerics, folder.Root, started),
            new RecordedChildTrainer(folder.Root, parts.Job, parts.Data, recorded),
            say, watch, time, stop)
        { Elsewhere = elsewhere }
        : new NoChildTrainer();

    /// <inheritdoc />
    public async Task<ChildOutcome> TrainAsync(ChildOrder order)
    {
        if (await recorded.TryAsync(order) is { } known)
        {
            return known;
        }

        var folder = ChildFolders.Of(around.Search, order);
        if (Elsewhere is not null)
        {
            await Elsewhere.EndedAsync(folder);
            if (stop.IsCancellationRequested)
            {
                throw new StepStoppedException();
            }
        }

        var architecture = _space.Parse(order.Tokens);
        var job = JobOf(order);
        using var training = around.Data.Training(around.Backend, _space, job, architecture, time);
        var started = around.Data.TrainingStarted(job, around.Backend, around.PolicyNumerics, architecture, _parent.Value);
        try
        {
            var made = await SearchFolder.IsSearchAsync(folder, StorageOptions.OfHost(), CancellationToken.None)
                ? GoOnAsync(folder, job, training, started) : BeginAsync(folder, job, training, started);
            if (!await made)
            {
                throw new StepStoppedException();
            }
        }
        finally
        {
            watch.End();
        }

        return await RecordedChild.OutcomeAsync(folder, around.Data.FinalParameters(job, order.Tokens))
            ?? throw new InvalidOperationException($"{folder} is complete and has no outcome");
    }

    /// <inheritdoc />
    public void Expect(IReadOnlyList<ExpectedChild> children)
    {
        if (Elsewhere is null)
        {
            return;
        }

        ChildOrder[] orders = [.. children.Select(child => child.Order).Where(order => !recorded.Knows(order))];
        Elsewhere.Begin(orders.Length, orders.Except(_expected).Select(OrderedAhead));
        _expected.AddRange(orders.Except(_expected));
    }

    private TrainingAhead OrderedAhead(ChildOrder order) => new(
        ChildFolders.Of(around.Search, order), JobOf(order), around.JobBytes, order.Tokens, _parent.Value,
        around.Data.Digest);

    private JobOptions JobOf(ChildOrder order) => ChildJob.Of(
        around.Job, order, order.Steps > 0 ? order.Steps : around.Data.StepsOfEpoch(ChildJob.Of(around.Job, order, 1)));

    private async Task<bool> BeginAsync(string path, JobOptions job, TrainingAssembly training, SearchStarted started)
    {
        say($"training {Path.GetFileName(path)}: {started.Architecture}, {Counted.Of(job.Train.Steps, "step")}");
        return await StartAsync(await FolderNames.CreateAsync(path, around.JobBytes, job.ToResolvedJson()), job, training, started, 0);
    }

    private async Task<bool> StartAsync(
        SearchFolder folder, JobOptions job, TrainingAssembly training, SearchStarted started, long eventsRead)
    {
        await using var log = await OpenAsync(folder, eventsRead);
        var outcome = await Task.Run(() => Run(folder, job, training.ForRun(), log).StartAsync(started, [], null, stop));
        await FinishedLog.CloseAsync(folder, log, outcome.IsComplete);
        return outcome.IsComplete;
    }

    private async Task<bool> GoOnAsync(string path, JobOptions job, TrainingAssembly training, SearchStarted started)
    {
        var points = new RecordedPoints();
        var child = await RecordedSearch.OpenAsync(path, points);
        if (child.State.Started is null)
        {
            return await StartAsync(child.Folder, job, training, started, child.EventCount);
        }

        if (Continuation.FirstDifference(child.State.Started, started) is { } difference)
        {
            throw new BadInputException($"{path} holds another training than this search asks for: {difference.Field} was "
                + $"{difference.Recorded}, is now {difference.Recomputed}. Move the folder away, and it is trained anew");
        }

        if (child.State.Completed is not null)
        {
            return true;
        }

        say($"going on with {child.Name}: {started.Architecture}, from step {child.State.StepCount} of {job.Train.Steps}");
        return await ResumeAsync(child, points, job, training);
    }

    private async Task<bool> ResumeAsync(RecordedSearch child, RecordedPoints points, JobOptions job, TrainingAssembly training)
    {
        await using var log = await OpenAsync(child.Folder, child.EventCount);
        var tolerance = around.Backend.IsExact ? null : ReplayTolerance.OfResume;
        var recovery = new Recovery(log, new SafetensorsCheckpointStore(child.Folder), say, null, tolerance);
        var isComplete = false;
        try
        {
            await Task.Run(() => recovery.ToAsync(points, training.ForReexecution, child.State.StepCount, stop), CancellationToken.None);
            var run = Run(child.Folder, job, training.ForRun(), log);
            isComplete = (await Task.Run(() => run.ResumeAsync(child.State, [], null, stop, tolerance))).IsComplete;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }

        await FinishedLog.CloseAsync(child.Folder, log, isComplete);
        return isComplete;
    }

    private async Task<ParquetEventLog> OpenAsync(SearchFolder folder, long eventsRead)
    {
        var writer = new WriterDescription(FolderNames.SearchId(folder), Product.Version, around.Backend.Describe());
        var log = await ParquetEventLog.OpenWriterAsync(folder, writer, time, CancellationToken.None);
        OtherWriters.Refuse(folder, log, eventsRead);
        return log;
    }

    private SearchRun Run(SearchFolder folder, JobOptions job, ISearchWork work, ParquetEventLog log) =>
        new(work, job.Log, job.Checkpoint, log, new SafetensorsCheckpointStore(folder),
            watch.Of(Path.GetFileName(folder.Root), job.Train.Steps), time);
}
