using System.Text;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Tests.Cli;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Training;

namespace Enas.Host.Tests.Composition;

/// <summary>
/// The table of what runs (<c>docs/what-runs.md</c>): strategies, spaces and evaluators. It is what the catalogs say, each of its cells is
/// a job file with two options, and each is started here, as the host starts it: the first step of each phase, with real data, networks and
/// trainings. Some ninety small searches; there is no telling from one whether another runs.
/// </summary>
public sealed class WhatRunsTests
{
    private const string Shared = "shared-weights";
    private const string Program = "evaluator.command=[\"sh\", \"../samples/programs/curve.sh\", \"{rate}\", \"{layers}\"]";

    private const string NetworkProgram = "evaluator.command=[\"sh\", \"-c\", \"echo accuracy=0.5\"]";

    public static TheoryData<string, string> Spaces => new(
        from space in Columns
        from strategy in StrategyCatalog.All
        where space.Any(module => SpaceCatalog.StrategiesOf(module).Contains(strategy))
        select (space.Key, strategy.Name));

    [Theory]
    [MemberData(nameof(Spaces))]
    public async Task Every_cell_starts(string space, string strategy)
    {
        foreach (var module in Columns.Single(one => one.Key == space))
        {
            foreach (var evaluator in EvaluatorsOf(module, StrategyCatalog.Find(strategy)!))
            {
                await StartAsync(Job(module, strategy, evaluator));
            }
        }
    }

    [Fact]
    public void The_table_in_the_documents_is_what_the_catalogs_say() =>
        Assert.Contains(Table(), Text("docs", "what-runs.md"), StringComparison.Ordinal);

    [Fact]
    public void The_readme_has_each_strategy_with_what_says_an_architecture_s_worth()
    {
        var readme = Text("README.md");
        Assert.All(StrategyCatalog.All.Where(kind => kind.GetType().Assembly == typeof(IStrategyKind).Assembly),
            kind => Assert.Contains(RowOf(kind), readme, StringComparison.Ordinal));
    }

    // Spaces whose architectures are trained, by us or by a program, or looked up in the benchmark's table.
    private static IEnumerable<ISpaceModule> Modules =>
        SpaceCatalog.All.Where(module => module.CanTrainChildren || module is NasBench201Module);

    // The networks of a space are trained here or evaluated outside of Enas: two modules, one column.
    private static IEnumerable<IGrouping<string, ISpaceModule>> Columns => Modules.GroupBy(NameOf);

    private static string NameOf(ISpaceModule module) => module is NasBench201Module ? $"{module.Kind}, table" : module.Kind;

    private static string FileOf(ISpaceModule module) =>
        module is NasBench201Module ? "nas-bench-201-random.json"
            : IsOutside(module) ? "any-outside.json" : $"any-{module.Kind}.json";

    private static bool IsOutside(ISpaceModule module) => module.DataKinds.Contains("none");

    private static IReadOnlyList<string> EvaluatorsOf(ISpaceModule module, IStrategyKind strategy) =>
        !SpaceCatalog.StrategiesOf(module).Contains(strategy) ? []
        : JobSchema.Tables.Single(table => table.Space == module && table.StrategyKind == strategy.Name)
            .Find("evaluator.kind")?.Allowed ?? [Shared];

    private static IReadOnlyList<string> EvaluatorsOf(IEnumerable<ISpaceModule> column, IStrategyKind strategy) =>
        [.. column.SelectMany(module => EvaluatorsOf(module, strategy))];

    private static string Table()
    {
        var text = new StringBuilder("| strategy |");
        text.AppendJoin(" |", Columns.Select(column => $" {column.Key}")).Append(" |\n|---|");
        text.Append(string.Concat(Columns.Select(_ => "---|"))).Append('\n');
        foreach (var kind in StrategyCatalog.All)
        {
            text.Append($"| `{kind.Name}` |").AppendJoin(" |", Columns.Select(column => EvaluatorsOf(column, kind) is { Count: > 0 } all
                ? $" {string.Join(", ", all)}" : " -")).Append(" |\n");
        }

        return text.ToString();
    }

    // In all spaces of networks alike.
    private static string RowOf(IStrategyKind kind)
    {
        var networks = Columns.Where(column => column.Any(module => module.HasSharedWeights))
            .Select(column => EvaluatorsOf(column, kind)).ToArray();
        Assert.All(networks, one => Assert.Equal(networks[0], one));
        var table = EvaluatorsOf(Modules.Single(module => module is NasBench201Module), kind);
        var own = EvaluatorsOf(Columns.Single(column => column.All(module => module.CanTrainChildren && !module.HasSharedWeights)), kind);
        return $"| `{kind.Name}` | {string.Join(", ", networks[0])} | {(table.Count > 0 ? "yes" : "-")} "
            + $"| {(own.Count > 0 ? string.Join(", ", own) : "-")} |\n";
    }

    private static JobOptions Job(ISpaceModule module, string strategy, string evaluator)
    {
        var table = JobSchema.Tables.Single(one => one.Space == module && one.StrategyKind == strategy);
        string[] sets =
        [
            $"strategy.kind={strategy}", .. table.Find("evaluator.kind") is null ? (string[])[] : [$"evaluator.kind={evaluator}"],
            .. IsOutside(module) ? (string[])[$"space.kind={module.Kind}"] : [],
            .. evaluator == EvaluatorOptions.ByCommand ? (string[])[IsOutside(module) ? NetworkProgram : Program] : [],
        ];
        var file = Path.Combine(AppContext.BaseDirectory, "jobs", FileOf(module));
        var document = JobReader.Read(File.ReadAllBytes(file), file, sets, AppContext.BaseDirectory, _ => null);
        return document.Options ?? throw new InvalidOperationException(string.Join('\n', document.Errors));
    }

    private static async Task StartAsync(JobOptions job)
    {
        using var table = new SmallTable();
        using var folder = new WorkFolder();
        var there = SpaceCatalog.Of(job) is NasBench201Module ? job with { Data = job.Data with { Path = table.Path } } : job;
        var data = TaskCatalog.Load(there);
        using var parts = SearchComposition.Create(there, data, new ComputeOptions(null, null, 1));
        var search = Path.Combine(folder.Root, "search");
        var outside = EvaluatorCatalog.Of(job).TrainsElsewhere
            ? OutsideEvaluator.Of(
                new(there, search, () => parts.Started(), [], _ => { }, TimeProvider.System, CancellationToken.None)) : null;
        parts.Children = outside ?? new OneStep(there, data, parts);
        var work = parts.Assembly(TimeProvider.System).ForRun();
        var state = SearchState.Empty.Apply(parts.Started());
        foreach (var first in FirstSteps(work))
        {
            IReadOnlyList<LogRow> rows;
            try
            {
                rows = await work.StepAsync(state with { StepCount = first }, CancellationToken.None);
            }
            catch (StepStoppedException) when (job.Evaluator.Kind == EvaluatorOptions.Told)
            {
                // It has asked, and rests until somebody tells.
                Assert.NotEmpty(new Enas.Storage.Programs.Trials(search).All);
                return;
            }

            Assert.NotEmpty(rows);
            Assert.DoesNotContain(rows, row => row.EventType == StepFailed.Name);
            state = rows.Aggregate(state, (folded, row) => folded.Apply(row));
        }

        // Of a rung all are begun at once.
        await parts.Children.EndAsync();
    }

    private static IEnumerable<long> FirstSteps(ISearchWork work)
    {
        string[] phases = [.. new[] { Phases.Weights, Phases.Policy }];
        foreach (var phase in phases)
        {
            for (var step = 0L; step < work.TotalSteps; step++)
            {
                if (work.At(step).Phase == phase)
                {
                    yield return step;
                    break;
                }
            }
        }
    }

    private static string Text(params string[] path) =>
        File.ReadAllText(Layering.SourceProject.PathOf(path)).ReplaceLineEndings("\n");

    /// <summary>Trains each architecture for one step, in memory.</summary>
    private sealed class OneStep(JobOptions job, JobData data, SearchComposition parts) : IChildTrainer
    {
        public Task<ChildOutcome> TrainAsync(ChildOrder order)
        {
            var child = ChildJob.Of(job, order, 1);
            using var network = data.FixedNetwork(parts.Backend, parts.Space, child, parts.Space.Parse(order.Tokens));
            var trained = network.Train(0);
            return Task.FromResult(ChildOutcome.Of(network.Validate(), 1, trained.TokenCount, 1, null, "in memory"));
        }
    }

    /// <summary>A table of all cells, whose accuracies are of no account.</summary>
    private sealed class SmallTable : IDisposable
    {
        private static readonly string s_text = Written();

        public SmallTable() => File.WriteAllText(Path, s_text);

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"enas-what-runs-{Guid.NewGuid():N}.csv");

        public void Dispose() => File.Delete(Path);

        private static string Written()
        {
            var space = new NasBench201Space();
            var text = new StringBuilder("arch,cifar10_valid_12ep,cifar10_test_200ep\n");
            var values = new int[space.Decisions.Count];
            for (var number = 0; number < space.Size; number++)
            {
                var rest = number;
                for (var i = 0; i < values.Length; i++)
                {
                    (rest, values[i]) = Math.DivRem(rest, space.Decisions[i].OptionCount);
                }

                text.Append(space.FromValues(values).Tokens).Append($",{50 + (number % 40)},{50 + (number % 37)}\n");
            }

            return text.ToString();
        }
    }
}
