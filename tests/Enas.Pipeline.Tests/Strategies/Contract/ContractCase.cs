using System.Text;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators.ZeroCost;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tests.Search;

namespace Enas.Pipeline.Tests.Strategies.Contract;

/// <summary>
/// A strategy, a space that it can search and one setting of its own options, by a name that a test is told. Every strategy of the catalog
/// is there once for each of its words, so one that is added inherits the contract with nothing to write.
/// </summary>
internal sealed class ContractCase
{
    private const string Benchmark = "nas-bench-201";
    private const string Recurrent = "rnn-cell";
    private const string Evaluator = "evaluator.kind";

    // Small enough for hundreds of searches; a table has those of them that its space and strategy know.
    private static readonly string[] s_small =
    [
        "budget.evaluations=24", "budget.rounds=4",
            "derive.candidates=4", "checkpoint.everySteps=5", "checkpoint.keep=100", "log.groupEvents=4",
        "strategy.population=6", "strategy.tournament=3", "strategy.warmStartPool=20", "strategy.weightSteps=6",
            "strategy.warmUpSteps=1", "strategy.weightStepsPerRound=3", "strategy.policyStepsPerRound=2",
        "strategy.candidates=9", "strategy.eta=3", "strategy.rungs=3", "strategy.steps=36",
        "strategy.samplesPerPolicyStep=2", "policy.hidden=8", "policy.learningRate=0.05", "space.nodes=3",
    ];

    // Settings of options that several strategies share, for those that learn.
    private static readonly string[] s_shared =
        ["policy.baseline=step-mean", "strategy.weightSampler=uniform", "strategy.weightSampler=mixed", "strategy.weightSampler=fair"];

    private ContractCase(string strategy, string space, IReadOnlyList<string> sets, string? own = null)
    {
        (Strategy, OfSpace, Own) = (StrategyCatalog.Find(strategy)!, space, own);
        var table = JobSchema.Of(space, strategy);
        string[] known = [.. s_small.Concat(own is null ? [] : [own]).Where(set => table.Find(set.Split('=')[0]) is not null), .. sets];
        var document = JobReader.Read(Encoding.UTF8.GetBytes(TextOf(strategy, space)), "contract.json", known, "/");
        Job = document.Options ?? throw new InvalidOperationException(string.Join('\n', document.Errors));
        Space = SpaceCatalog.Create(Job);
    }

    public IStrategyKind Strategy { get; }

    public string OfSpace { get; }

    public string? Own { get; }

    public JobOptions Job { get; private init; }

    public SearchSpace Space { get; private init; }

    public bool HasSharedWeights => SpaceCatalog.SharesWeights(Job);

    /// <summary>Whether every architecture is trained alone.</summary>
    public bool HasChildren => EvaluatorCatalog.Of(Job).TrainsAlone;

    /// <summary>The names of all cases.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. from kind in StrategyCatalog.All
            from space in SpacesOf(kind)
            from own in OwnSettings(kind, space).Concat(SharedSettings(kind, space))
            select string.Join(' ', [kind.Name, space, .. own]),
            .. from kind in StrategyCatalog.All
               where SpacesOf(kind).Contains(Recurrent)
               where JobSchema.Of(Recurrent, kind.Name).Find(Evaluator)?.Allowed.Contains(EvaluatorOptions.SharedWeights) == true
               select $"{kind.Name} {Recurrent} {Evaluator}={EvaluatorOptions.Child}"];

    /// <summary>The cases in which a value is the architecture's own.</summary>
    public static IReadOnlyList<string> OfTables { get; } = [.. All.Where(name => name.Contains(Benchmark, StringComparison.Ordinal))];

    /// <summary>The cases with shared weights.</summary>
    public static IReadOnlyList<string> OfSharedWeights { get; } =
        [.. All.Where(name => Of(name).HasSharedWeights)];

    /// <summary>The cases in which every architecture is trained alone.</summary>
    public static IReadOnlyList<string> OfChildren { get; } = [.. All.Where(name => Of(name).HasChildren)];

    /// <summary>The case of a name, with options on top.</summary>
    public static ContractCase Of(string name, params string[] sets)
    {
        var parts = name.Split(' ');
        return new ContractCase(parts[0], parts[1], sets, parts.Length > 2 ? parts[2] : null);
    }

    /// <summary>The case over another space, small enough to be gone through.</summary>
    public ContractCase Over(SearchSpace space) => new(Strategy.Name, OfSpace, [], Own) { Job = Job, Space = space };

    /// <summary>Fresh parts of this case's search.</summary>
    /// <param name="evaluator">Says what architectures are worth, where there are no shared weights.</param>
    /// <param name="threads">Threads of the policy's backend.</param>
    /// <param name="children">Trains architectures alone, where that is what they are worth.</param>
    public SearchHarness Harness(IEvaluator? evaluator = null, int threads = 1, IChildTrainer? children = null) =>
        EvaluatorCatalog.Of(Job).AsksProxies
        ? SearchHarness.WithEvaluator(Job, Space, evaluator ?? new ZeroCostEvaluator(Job, new ScriptedProxies(), isCostCounted: false),
            threads, children ?? new ContractChildren(Space))
        : HasChildren
        ? SearchHarness.WithChildren(Job, Space, children ?? new ContractChildren(Space), threads)
        : HasSharedWeights
        ? SearchHarness.WithNullWeights(Job, Space, ContractEvaluator.Loss, threads)
        : SearchHarness.WithEvaluator(Job, Space, evaluator ?? new ContractEvaluator(), threads);

    /// <summary>Fresh parts that derive the policy again: the log answers for what was measured.</summary>
    public SearchHarness PolicyHarness() => Harness(new RecordedEvaluator(isFinal: true), children: new NoChildTrainer());

    /// <summary>Requires that the search, stopped and gone on with, has the facts of the one that was never stopped.</summary>
    /// <param name="every">Steps from one stop to the next, the first after one step.</param>
    public async Task RequireResumesAsync(int every)
    {
        using var whole = Harness();
        await whole.StartAsync();
        for (var steps = 1; steps < whole.Strategy.Schedule.TotalSteps; steps += every)
        {
            using var first = Harness();
            Assert.False((await first.StartAsync(steps)).IsComplete);
            using var second = Harness();
            (second.Log, second.Checkpoints) = (first.Log, first.Checkpoints);
            Assert.True((await second.ResumeAsync()).IsComplete);
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a stop behind step {steps}");
        }
    }

    private static IEnumerable<string> SpacesOf(IStrategyKind kind) =>
        new[] { Benchmark, Recurrent }.Where(space =>
            SpaceCatalog.StrategiesOf(SpaceCatalog.Of(space)).Any(able => able.Name == kind.Name));

    // Of the proxies of a warm start one is enough; it is that of the space.
    private static IEnumerable<string> WordsOf(JobOption option, string space) => option.Key switch
    {
        "strategy.warmStart" => SpaceCatalog.Of(space).Proxies.Take(1).Select(proxy => proxy.Name),
        "strategy.warmStartOrder" => [],
        _ => option.Allowed,
    };

    private static IEnumerable<string[]> OwnSettings(IStrategyKind kind, string space)
    {
        string[][] words =
        [
            .. from option in kind.Options
               where option.Allowed is { Count: > 1 }
               from word in WordsOf(option, space)
               select (string[])[$"{option.Key}={word}"],
        ];
        return words.Length > 0 ? words : [[]];
    }

    private static IEnumerable<string[]> SharedSettings(IStrategyKind kind, string space) =>
        from set in s_shared
        let key = set.Split('=')[0]
        where !kind.IsNullModel && kind.Options.All(option => option.Key != key) && JobSchema.Of(space, kind.Name).Find(key) is not null
        select (string[])[set];

    private static string TextOf(string strategy, string space)
    {
        var (preset, data) = space == Benchmark
            ? ("cifar10", """{"kind":"table","path":"/none.csv"}""") : ("small", """{"kind":"generated"}""");
        return $$"""
            { "name": "contract", "seed": 7, "preset": "{{preset}}", "data": {{data}}, "space": { "kind": "{{space}}" }, "strategy": { "kind": "{{strategy}}" } }
            """;
    }
}
