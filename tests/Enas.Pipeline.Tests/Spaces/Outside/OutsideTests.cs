using System.Text.Json;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Programs;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Spaces.Outside;

/// <summary>The spaces of networks, evaluated outside of Enas: their jobs, and what a program is told of an architecture.</summary>
public sealed class OutsideTests
{
    public static TheoryData<string> Networks => new("rnn-cell", "macro-cnn", "micro-cnn", "nas-bench-201");

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_job_needs_a_space_and_a_program_and_no_data(string kind)
    {
        var job = JobText.Options(Text(kind));
        Assert.Equal("none", job.Data.Kind);
        Assert.Equal("program", SpaceCatalog.Of(job).Task);
        Assert.Equal("loss", SpaceCatalog.MeasureOf(job).Name);
        Assert.Equal(MeasureDirection.Lower, SpaceCatalog.MeasureOf(job).Direction);
        Assert.Equal(SpaceCatalog.Create(job).Decisions, SpaceCatalog.Of(kind).Create(job).Decisions, new ByNames());
        Assert.Equal(job.ToResolvedJson(), JobText.Options(job.ToResolvedJson()).ToResolvedJson());
    }

    [Theory]
    [InlineData("data.kind=generated", "data.kind", "not allowed")]
    [InlineData("train.epochs=3", "train", "with other data: this one's architectures are evaluated outside of Enas")]
    [InlineData("evaluator.timeLimitSeconds=5000000", "evaluator.timeLimitSeconds", "4000000")]
    [InlineData("costs.counts=true", "limits", "Enas counts of its own networks")]
    [InlineData("limits.latencyMs=3", "limits", "limits of what the program says are limits.costs")]
    [InlineData("objective.kind=soft", "objective.cost", "= \"multiply-adds\" is what Enas counts of its own networks, and these "
        + "are evaluated outside of it; name a cost")]
    [InlineData("objective.kind=limit", "objective.kind", "needs a limit; set limits.costs")]
    [InlineData("evaluator.command=[\"p\", \"{layers}\"]", "evaluator.command", "neither a decision nor one of the fixed words")]
    public void What_a_program_cannot_have_is_refused(string set, string key, string words) => Assert.Contains(
        JobText.Read(Text("rnn-cell"), set).Errors,
        error => (error.Key + error.Message).Contains(key, StringComparison.Ordinal)
            && error.Message.Contains(words, StringComparison.Ordinal));

    // A walk of a policy, its options and its warnings are those of the space.
    [Fact]
    public void A_policy_has_the_options_of_its_space()
    {
        var job = JobText.Options(Text("macro-cnn"), "strategy.kind=enas", "policy.skipWeight=0.9");
        Assert.Equal(0.9, job.Policy.SkipWeight);
        Assert.NotEmpty(SpaceCatalog.Of(job).PolicyWarningsOf(job));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_program_is_told_tokens_choices_and_a_graph(string kind)
    {
        var job = JobText.Options(Text(kind));
        var space = SpaceCatalog.Create(job);
        var random = new RandomStream(1, "test");
        for (var draw = 0; draw < 20; draw++)
        {
            var architecture = space.FromValues(
                [.. space.Decisions.Select((decision, i) => random.Below(decision.OptionCount, draw, 0, i))]);
            var graph = space.GraphOf(architecture);
            Assert.All(graph.Edges, edge => Assert.InRange(edge.From, 0, edge.To - 1));
            Assert.All(graph.Edges, edge => Assert.InRange(edge.To, 1, graph.Nodes.Count - 1));
            Assert.Equal(graph.Nodes.Distinct(), graph.Nodes);
            using var json = JsonDocument.Parse(new ProgramRequest("s", "f", "/x").ToJson(
                new ChildOrder(architecture.Tokens, 0, 1, 0), space, space.ChoicesOf(architecture), "loss", [CostMeasure.Own("ms")]));
            Assert.Equal("[\"ms\"]", json.RootElement.GetProperty("costs").GetRawText());
            var told = json.RootElement.GetProperty("architecture");
            Assert.Equal(architecture, space.Parse(told.GetProperty("tokens").GetString()!));
            Assert.Equal(
                space.Decisions.Select(decision => decision.Name), told.GetProperty("choices").EnumerateObject().Select(one => one.Name));
            Assert.Equal(graph.Edges.Count, told.GetProperty("graph").GetProperty("edges").GetArrayLength());
        }
    }

    // Read from the token strings by hand.
    [Theory]
    [InlineData("rnn-cell", "\"nodes\": 3", "1 0 3 1 0", "0>1 relu; 1>2 sigmoid; 2>3 tanh; 3>4 mean")]
    [InlineData("rnn-cell", "\"nodes\": 3", "0 0 1 0 2", "0>1 tanh; 1>2 relu; 1>3 identity; 2>4 mean; 3>4 mean")]
    [InlineData("macro-cnn", "\"layers\": 3", "0 5 1 1 0 1",
        "0>1 convolution-3x3; 1>2 max-pool-3x3; 0>2 skip; 2>3 separable-convolution-3x3; 1>3 skip")]
    [InlineData("micro-cnn", "\"nodes\": 1", "0 4 1 2 / 1 0 1 3",
        "0>2 identity; 1>2 average-pool-3x3; 2>3 concat; 5>6 separable-convolution-3x3; 5>6 max-pool-3x3; 4>7 concat; 6>7 concat")]
    public void A_graph_is_what_the_tokens_say(string kind, string more, string tokens, string edges)
    {
        var space = SpaceCatalog.Create(JobText.Options(Text(kind, more)));
        Assert.Equal(edges, string.Join("; ", space.GraphOf(space.Parse(tokens)).Edges
            .Select(edge => $"{edge.From}>{edge.To} {edge.Label}")));
    }

    private static string Text(string kind, string more = "") => $$"""
        {
          "name": "networks", "preset": "small",
          "space": { "kind": "{{kind}}"{{(more.Length > 0 ? ", " + more : string.Empty)}} },
          "strategy": { "kind": "evolution" },
          "evaluator": { "kind": "command", "command": ["program"], "measure": "loss", "direction": "lower", "worst": 9, "lag": 4 }
        }
        """;

    private sealed class ByNames : IEqualityComparer<Decision>
    {
        public bool Equals(Decision? x, Decision? y) => x!.Name == y!.Name && x.Options.SequenceEqual(y.Options);

        public int GetHashCode(Decision obj) => obj.Name.Length;
    }
}
