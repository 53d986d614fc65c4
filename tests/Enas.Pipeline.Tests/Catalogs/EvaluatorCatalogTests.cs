using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Catalogs;

/// <summary>Each job has one evaluator, which answers for itself what shared code asks.</summary>
public sealed class EvaluatorCatalogTests
{
    [Theory]
    [InlineData("tiny.json", "shared-weights", true)]
    [InlineData("nas-bench-201-evolution.json", "table", false)]
    [InlineData("tiny-nas.json", "child", false)]
    [InlineData("tiny-zero-cost.json", "zero-cost", false)]
    [InlineData("tiny-custom.json", "command", false)]
    public void A_job_has_the_evaluator_that_it_names(string file, string evaluator, bool sharesWeights)
    {
        var job = JobReader.ReadFile(JobText.PathOf("jobs", file), []).Options!;
        Assert.Equal((evaluator, sharesWeights), (EvaluatorCatalog.Of(job).Name, SpaceCatalog.SharesWeights(job)));
    }

    [Theory]
    [InlineData("rnn-cell", "enas", "shared-weights child")]
    [InlineData("macro-cnn", "random", "shared-weights child zero-cost")]
    [InlineData("macro-cnn", "evolution", "child zero-cost")]
    [InlineData("nas-bench-201", "evolution", "table")]
    [InlineData("custom", "evolution", "command told")]
    public void A_space_offers_what_it_has_the_means_for(string space, string strategy, string offered) =>
        Assert.Equal(offered.Split(' '), JobSchema.Of(space, strategy).Find("evaluator.kind")!.Allowed);

    /// <summary>What follows from other answers is said by nobody: whoever would say it beside them could contradict them.</summary>
    [Theory]
    [InlineData(nameof(IEvaluatorKind.SharesWeights), "shared-weights")]
    [InlineData(nameof(IEvaluatorKind.AsksProxies), "zero-cost")]
    [InlineData(nameof(IEvaluatorKind.SaysCosts), "command told")]
    [InlineData(nameof(IEvaluatorKind.TrainsElsewhere), "command told")]
    public void An_answer_that_follows_from_others_cannot_be_another(string answer, string whose)
    {
        var property = typeof(IEvaluatorKind).GetProperty(answer)!;
        Assert.False(property.GetMethod!.IsVirtual);
        Assert.Equal(whose.Split(' '), EvaluatorCatalog.All.Where(kind => (bool)property.GetValue(kind)!).Select(kind => kind.Name));
    }

    /// <summary>A class can say it all the same, and nobody would hear it.</summary>
    [Theory]
    [MemberData(nameof(Deaf))]
    public void An_evaluator_that_says_such_an_answer_itself_is_refused(IEvaluatorKind kind, string name)
    {
        var count = EvaluatorCatalog.All.Count;
        Assert.Contains($"has a {name} of its own, which nobody asks",
            Assert.Throws<ArgumentException>(() => EvaluatorCatalog.Add(kind)).Message, StringComparison.Ordinal);
        Assert.Equal(count, EvaluatorCatalog.All.Count);
    }

    public static TheoryData<IEvaluatorKind, string> Deaf => new()
    {
        { new SharesByItself(), nameof(IEvaluatorKind.SharesWeights) }, { new ElsewhereByItself(), nameof(IEvaluatorKind.TrainsElsewhere) },
        { new AsksByItself(), nameof(IEvaluatorKind.AsksProxies) }, { new CostsByItself(), nameof(IEvaluatorKind.SaysCosts) },
    };

    private abstract class OwnKind : IEvaluatorKind
    {
        public string Name => "own";

        public string Summary => "one of its own";

        public IEvaluator Create(EvaluatorParts parts) => throw new NotSupportedException();
    }

    private sealed class SharesByItself : OwnKind
    {
        public static bool SharesWeights => true;
    }

    private sealed class ElsewhereByItself : OwnKind
    {
        public bool TrainsElsewhere { get; } = true;
    }

    private sealed class AsksByItself : OwnKind
    {
        public bool AsksProxies { get; } = true;
    }

    private sealed class CostsByItself : OwnKind
    {
        public bool SaysCosts { get; } = true;
    }

    /// <summary>A job with a row more would have other facts.</summary>
    [Fact]
    public void No_job_offers_what_the_space_alone_can_say() =>
        Assert.DoesNotContain(JobSchema.Tables, table => table.Find("evaluator.kind")?.Allowed.Contains(EvaluatorOptions.OfSpace) == true);

    public static TheoryData<string> Names => [.. EvaluatorCatalog.All.Select(kind => kind.Name)];

    /// <summary>Words of one evaluator that are true of another alone: of a table that nobody looks in, of a validation set that nobody
    /// measured on, of a training that nobody made.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Nobody_says_what_is_true_of_another_alone(string name)
    {
        var kind = EvaluatorCatalog.Find(name)!;
        var job = s_job with { Evaluator = s_job.Evaluator with { Kind = name, Proxy = "snip" } };
        var words = kind.WordsOf(new EvaluatorSubject(job, "images"));
        string[] all = [words.RewardedBy, words.RandomOnes, words.Rewards, words.FailedSteps, words.Untrainable ?? "",
            words.Unprovable ?? "", words.Uncounted ?? "", words.Untimed];
        var isTable = name == EvaluatorOptions.Table;
        Assert.Equal((isTable, kind.ScoresOnValidation && !isTable), (Says(all, "table"), Says(all, "validation")));
        Assert.Equal(kind.WorksAlone || kind.SharesWeights, kind.TrainsElsewhere || words.Untrainable is null);
    }

    private static readonly JobOptions s_job = JobText.Options(JobText.Minimal);

    private static bool Says(string[] all, string word) => all.Any(one => one.Contains(word, StringComparison.Ordinal));
}
