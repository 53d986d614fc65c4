using System.Text.Json;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Pipeline.Tests.Jobs;

public sealed class ResolvedJobTests
{
    private static JobOptions Tiny(params string[] sets)
    {
        var document = JobReader.Read(JobText.PathOf("jobs", "tiny.json"), sets, "/here");
        Assert.Equal([], document.Errors.Select(error => error.ToString()));
        return document.Options!;
    }

    [Fact]
    public void Tiny_resolves_to_the_recorded_text() => Assert.Equal(
        File.ReadAllText(JobText.PathOf("tests", "Enas.Pipeline.Tests", "Jobs", "tiny.resolved.json")), Tiny().ToResolvedJson());

    [Fact]
    public void Facts_of_tiny_are_the_recorded_text() => Assert.Equal(
        File.ReadAllText(JobText.PathOf("tests", "Enas.Pipeline.Tests", "Jobs", "tiny.facts.json")).TrimEnd('\n'),
            JobFacts.ForSearch(Tiny()));

    [Fact]
    public void A_resolved_job_restores_the_exact_options()
    {
        foreach (var preset in SpaceCatalog.Of(RnnCellSpace.Name).Presets.Select(preset => preset.Name))
        {
            var options = Tiny("preset=" + preset,
                "name=\"é \\\" \\u0007\"", "tags=[\"x\",\"y\"]", "sharedWeights.l2=1.1e-17", "reward.c=0.1");
            var text = options.ToResolvedJson();
            var back = ResolvedJob.FromResolvedJson(text);
            Assert.Equal([], back.Errors.Select(error => error.ToString()));
            var restored = back.Options!;
            Assert.Equal(text, restored.ToResolvedJson());
            // Records compare lists by reference; the text above has compared their content.
            Assert.Equal(options with
            {
                Tags = restored.Tags,
                Space = restored.Space,
                Proxies = restored.Proxies,
                Evaluator = restored.Evaluator,
            }, restored);
            Assert.Equal(1.1e-17, restored.SharedWeights.L2);
        }
    }

    [Fact]
    public void A_resolved_path_stays_as_it_is()
    {
        var options = JobText.Options(JobText.Minimal) with { Name = "b" };
        options = options with { Data = options.Data with { Kind = "tokens", Path = "/odd ${place}" } };
        Assert.Equal("/odd ${place}", ResolvedJob.FromResolvedJson(options.ToResolvedJson()).Options!.Data.Path);
    }

    [Fact]
    public void A_damaged_resolved_job_is_reported()
    {
        var text = Tiny().ToResolvedJson().Replace("\"nodes\": 3", "\"nodes\": \"3\"", StringComparison.Ordinal);
        Assert.Equal("space.nodes", Assert.Single(ResolvedJob.FromResolvedJson(text).Errors).Key);
    }

    [Fact]
    public void The_table_and_the_records_hold_the_same_options()
    {
        // A job of images has the sections of both kinds of networks.
        var images = JobText.Options(
            """{ "name": "a", "preset": "small", "data": { "kind": "generated" }, "space": { "kind": "macro-cnn" } }""");
        var root = JsonSerializer.SerializeToElement(images, JobJsonContext.Default.JobOptions);
        var members = JobSchema.Tables.SelectMany(table => table.Options)
            .Select(option => option.Member.StartsWith(OwnOptions.Prefix, StringComparison.Ordinal) ? "own" : option.Member).Distinct();
        Assert.Equal(members.Order(StringComparer.Ordinal), Leaves(root, "").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("name=other")]
    [InlineData("tags=[\"t\"]")]
    [InlineData("budget.rounds=99")]
    [InlineData("log.groupEvents=1")]
    [InlineData("checkpoint.everySteps=7")]
    [InlineData("train.epochs=9")]
    [InlineData("data.trainTokens=900")]
    public void Facts_do_not_depend_on_labels_places_and_limits(string set) =>
        Assert.Equal(JobFacts.ForSearch(Tiny()), JobFacts.ForSearch(Tiny(set)));

    [Theory]
    [InlineData("seed=2")]
    [InlineData("space.output=all-nodes")]
    [InlineData("strategy.warmUpSteps=1")]
    [InlineData("sharedWeights.l2=0")]
    [InlineData("policy.entropyWeight=0")]
    [InlineData("reward.windows=2")]
    [InlineData("derive.candidates=3")]
    public void Facts_depend_on_what_is_searched(string set) =>
        Assert.NotEqual(JobFacts.ForSearch(Tiny()), JobFacts.ForSearch(Tiny(set)));

    [Fact]
    public void Differences_of_facts_are_named() => Assert.Equal(
        ["space.nodes was 3, is now 4", "policy.entropy was \"distribution\", is now \"sampled\""],
        JobFacts.Differences(Tiny(), Tiny("space.nodes=4", "policy.entropy=sampled", "budget.rounds=5", "name=b")));

    [Fact]
    public void Facts_of_a_training_hold_the_training() => Assert.StartsWith(
        "{\"schemaVersion\":1,\"seed\":1,\"space\":{\"output\":\"loose-ends\"},\"train\":{\"network\":{\"hidden\":8,",
            JobFacts.ForTraining(Tiny()), StringComparison.Ordinal);

    private static IEnumerable<string> Leaves(JsonElement element, string prefix) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject()
            .SelectMany(property => Leaves(property.Value, prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}"))
        : [prefix];
}
