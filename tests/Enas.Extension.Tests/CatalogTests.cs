using Enas.Extension.Tests.Operations;
using Enas.Extension.Tests.Staircase;
using Enas.Extension.Tests.Tally;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;
using Samples.Library;

namespace Enas.Extension.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void What_was_added_stands_behind_what_ships_with_the_program_and_goes_with_it()
    {
        Assert.Equal("one-by-one", StrategyCatalog.All[^1].Name);
        Assert.Equal("staircase", SpaceCatalog.All[^1].Kind);
        Assert.NotNull(JobSchema.Of("staircase", "evolution").Find("strategy.population"));
        Assert.NotNull(JobSchema.Of("nas-bench-201", "one-by-one").Find("strategy.stride"));
        Assert.Contains("tally", JobSchema.Of("custom", "evolution").Find("evaluator.kind")!.Allowed);
        Assert.NotNull(JobSchema.Of("custom", "one-by-one").Find("evaluator.wanted"));
        Assert.Contains("\"staircase\"", JobSchema.ToJsonSchema(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        Assert.Contains("\"one-by-one\" already",
            Assert.Throws<ArgumentException>(() => StrategyCatalog.Add(new OneByOneKind())).Message, StringComparison.Ordinal);
        Assert.Contains("\"staircase\" already",
            Assert.Throws<ArgumentException>(() => SpaceCatalog.Add(new StaircaseModule())).Message, StringComparison.Ordinal);
        Assert.Contains("\"tally\" already",
            Assert.Throws<ArgumentException>(() => EvaluatorCatalog.Add(new TallyKind())).Message, StringComparison.Ordinal);
        var events = Assert.Throws<ArgumentException>(() => StrategyCatalog.Add(new OtherKind("other", "reward-evaluated")));
        Assert.Contains("\"reward-evaluated\" already", events.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_is_added_once_and_where_there_are_operations()
    {
        Assert.Contains(GroupedConvolution.Name, JobSchema.Of("macro-cnn", "enas").Find("space.operations")!.AllowedText,
            StringComparison.Ordinal);
        Assert.DoesNotContain(GroupedConvolution.Name, JobSchema.Of("micro-cnn", "enas").Find("space.operations")!.Default,
            StringComparison.Ordinal);
        Assert.Contains("comes too late", Assert.Throws<InvalidOperationException>(() =>
            SpaceCatalog.AddOperation("macro-cnn", GroupedConvolution.Operation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_after_the_tables_were_read_is_refused_with_the_way_out()
    {
        Assert.NotEmpty(JobSchema.Tables);
        var late = Assert.Throws<InvalidOperationException>(() => StrategyCatalog.Add(new OtherKind("late", "late-happened")));
        Assert.Contains("\"late\" comes too late", late.Message, StringComparison.Ordinal);
        Assert.Contains("before a job is read", late.Message, StringComparison.Ordinal);
        Assert.Null(StrategyCatalog.Find("late"));
    }

    private sealed class OtherKind(string name, string eventName) : IStrategyKind
    {
        public string Name => name;

        public string Summary => "another";

        public IReadOnlyList<EventKind> Events => [new EventKind<BestMoved>(eventName, BestMoved.FromRow)];

        public IStrategyState Begin(SearchStarted started) => NoStrategyState.Instance;

        public double? UniformEntropy(SearchSpace space, JobOptions job) => null;

        public IStrategy Create(StrategyContext context) => throw new NotSupportedException();
    }
}
