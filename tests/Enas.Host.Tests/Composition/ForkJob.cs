using System.Globalization;
using System.Text;
using System.Text.Json;
using Enas.Host.Composition;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Host.Tests.Composition;

/// <summary>The smallest search of a space and a strategy, stopped after every kind of step, and its branches: in process,
/// without a folder.</summary>
internal sealed class ForkJob
{
    private static readonly ComputeOptions s_compute = new("cpu", null, 1);
    private static readonly Lazy<string> s_table = new(TableOfAllCells);

    private readonly byte[] _resolved;
    private readonly string _dataText;
    private readonly JobData _data;
    private readonly SearchState _state;
    private readonly Checkpoint _checkpoint;

    public ForkJob(JobOptions job)
    {
        Job = job;
        // Hundreds of branches begin with it.
        (_resolved, _dataText) = (Encoding.UTF8.GetBytes(job.ToResolvedJson()), DataText(job));
        _data = TaskCatalog.Load(job);
        using var parts = SearchComposition.Create(job, _data, s_compute);
        parts.Children = new AnyTraining(job);
        var work = parts.Assembly(TimeProvider.System).ForRun();
        _state = Steps(work, SearchState.Empty.Apply(parts.Started()), StepCount);
        _checkpoint = SearchCheckpoint.Of(work, StepCount);
    }

    private static int StepCount => 3;

    public JobOptions Job { get; }

    /// <summary>The job of a space and a strategy.</summary>
    /// <param name="folder">Where a table of results is put.</param>
    /// <param name="file">The job file.</param>
    /// <param name="strategy">The strategy.</param>
    public static ForkJob Of(string folder, string file, string strategy) => new(Read(folder, file, $"strategy.kind={strategy}"));

    /// <summary>The branch's job with one option changed, or null where the change does not fit the other options.</summary>
    public JobOptions? Changed(string set)
    {
        var document = JobReader.Read(_resolved, "job.resolved.json", [set], Environment.CurrentDirectory);
        return document.Errors.Count == 0 ? document.Options : null;
    }

    /// <summary>Whether the branch is refused for its data, before it is made.</summary>
    public bool RefusesDataOf(JobOptions branch)
    {
        try
        {
            var data = DataOf(branch);
            data.RequireSearch(branch);
            return _data.Refusal(data) is not null;
        }
        catch (Pipeline.Tasks.Folders.DataException)
        {
            return true;
        }
    }

    /// <summary>Makes a branch as <c>fork</c> does and takes all its steps; what it says in the end.</summary>
    public async Task<SearchState> RunAsync(JobOptions branch)
    {
        using var parts = SearchComposition.Create(
            branch, DataOf(branch), s_compute);
        parts.Children = new AnyTraining(branch);
        var work = parts.Assembly(TimeProvider.System).ForRun();
        SearchCheckpoint.Restore(work.Sections, _checkpoint);
        var fork = new ForkPoint(StepCount, _state.Baseline, "", (_state.Strategy as ReinforceState)?.Baseline.Weight);
        var state = SearchState.Empty.Apply(parts.Started("", fork));
        while (!work.IsDone(state))
        {
            state = Steps(work, state, 1);
        }

        await foreach (var row in work.FinishAsync(() => state, CancellationToken.None))
        {
            state = state.Apply(row);
        }

        return state;
    }

    /// <summary>The names and shapes of everything that a branch takes over, after some fixed architectures were trained.</summary>
    public IReadOnlyList<string> ShapesOf(JobOptions job)
    {
        using var parts = SearchComposition.Create(job, DataOf(job), s_compute);
        using var policy = new Pipeline.Policies.UniformPolicy(parts.Space, 1);
        for (var i = 0; parts.Weights is not null && i < 3; i++)
        {
            parts.Weights.Train(policy.Sample("fixed", i, 0).Architecture, i, i);
        }

        var checkpoint = SearchCheckpoint.Of(parts.Assembly(TimeProvider.System).ForRun(), 0);
        return
        [
            .. parts.Space.Decisions.Select(decision => $"{decision.Name}: {string.Join(' ', decision.Options)}"),
            .. checkpoint.Tensors.Select(tensor => $"{tensor.Name} {string.Join('x', tensor.Shape)}"),
        ];
    }

    // Loaded anew only where it can be other data: that takes longer than all the rest.
    private JobData DataOf(JobOptions job) => DataText(job) == _dataText ? _data : TaskCatalog.Load(job);

    private static string DataText(JobOptions job)
    {
        using var resolved = JsonDocument.Parse(job.ToResolvedJson());
        return $"{job.Space.Kind} {job.DataSeed} {resolved.RootElement.GetProperty("data").GetRawText()}";
    }

    private static SearchState Steps(ISearchWork work, SearchState state, int count)
    {
        for (var i = 0; i < count; i++)
        {
            foreach (var row in work.StepAsync(state, CancellationToken.None).GetAwaiter().GetResult())
            {
                state = state.Apply(row);
            }
        }

        return state;
    }

    private static JobOptions Read(string folder, string file, string strategy)
    {
        string[] small = file.StartsWith("tiny", StringComparison.Ordinal)
            ? ["strategy.warmUpSteps=1", "strategy.weightStepsPerRound=1", "strategy.policyStepsPerRound=1", "strategy.weightSteps=2",
                "budget.rounds=2", "budget.evaluations=3", "derive.candidates=2",
                "data.images.size=8", "data.images.trainImages=32", "data.images.validImages=16", "data.images.testImages=16",
                "sharedWeights.filters=2", "sharedWeights.batchSize=4", "reward.batchSize=8", "derive.batchSize=8", "proxies.batchSize=8"]
            : ["budget.evaluations=6", "derive.candidates=2", $"data.path={Table(folder)}"];
        using var said = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "jobs", file)),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        string[] all = [.. Options(said.RootElement, string.Empty), strategy, .. small];

        // The file is of one strategy; another has not all of its options.
        string? Said(string key) => all.FirstOrDefault(set => set.StartsWith(key + "=", StringComparison.Ordinal))?.Split('=')[1].Trim('"');
        var space = SpaceCatalog.Find(Said("space.kind") ?? RnnCellSpace.Name, Said("data.kind"))!;
        var table = JobSchema.Of(space, strategy.Split('=')[1]);
        string[] known = [.. all.Where(set => table.Find(set.Split('=')[0]) is not null)];
        var document = JobReader.Read(Encoding.UTF8.GetBytes("{}"), Path.Combine(folder, file), known, folder);
        Assert.Equal([], document.Errors.Select(error => error.ToString()));
        return document.Options!;
    }

    private static IEnumerable<string> Options(JsonElement section, string prefix) => section.EnumerateObject().SelectMany(member =>
        member.Value.ValueKind == JsonValueKind.Object
            ? Options(member.Value, $"{prefix}{member.Name}.") : [$"{prefix}{member.Name}={member.Value.GetRawText()}"]);

    // Any numbers will do.
    private static string Table(string folder)
    {
        var path = Path.Combine(folder, "table.csv");
        File.WriteAllText(path, s_table.Value);
        return path;
    }

    private static string TableOfAllCells()
    {
        var space = new NasBench201Space();
        var options = space.Decisions.Select(decision => decision.OptionCount).ToArray();
        var cells = Enumerable.Range(0, options.Aggregate(1, (product, count) => product * count)).Select(number => space.FromValues(
            [.. options.Select((count, i) => number / options.Take(i).Aggregate(1, (product, other) => product * other) % count)]));
        return string.Join('\n',
            ["arch,cifar10_valid_12ep,cifar10_test_200ep",
                .. cells.Select((cell, i) => string.Create(CultureInfo.InvariantCulture, $"{cell.Tokens},{i % 97},{i % 89}"))]);
    }

    // What single trainings come to is nothing to a branch.
    private sealed class AnyTraining(JobOptions job) : IChildTrainer
    {
        public Task<ChildOutcome> TrainAsync(ChildOrder order) => Task.FromResult(ChildOutcome.Of(
            new WindowLoss(100, 150, job.ImageWeights is null ? null : 40), order.Steps, order.Steps, 1, null, "a child"));
    }
}
