using Enas.Pipeline.Jobs;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Pipeline.Tests.Jobs;

public sealed class JobReaderTests
{
    private const string Tokens = """{ "name": "a", "preset": "small", "data": { "kind": "tokens", "path": "../data/ptb" } }""";

    [Fact]
    public void Layers_lie_over_each_other_and_every_value_names_its_own()
    {
        var document = JobText.Read(
            """{ "name": "a", "preset": "small", "data": { "kind": "generated" }, "space": { "nodes": 4, "output": "all-nodes" } }""",
            "space.nodes=5");
        string Origin(string key) => document.Values.Single(value => value.Option.Key == key).Origin;
        Assert.Equal(5, document.Options!.Space.Nodes);
        Assert.Equal("--set space.nodes=5", Origin("space.nodes"));
        Assert.Equal("/jobs/a.json:1:101", Origin("space.output"));
        Assert.Equal("preset small", Origin("sharedWeights.hidden"));
        Assert.Equal("default", Origin("log.groupEvents"));
        Assert.Equal(JobSchema.Of(RnnCellSpace.Name, "enas").Options.Count, document.Values.Count);
        Assert.Contains("= 5  (--set space.nodes=5)", document.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_preset_can_be_set_on_the_command_line() =>
        Assert.Equal(1000, JobText.Options(JobText.Minimal, "preset=paper").SharedWeights.Hidden);

    [Fact]
    public void The_last_of_two_sets_wins() =>
        Assert.Equal(3, JobText.Options(JobText.Minimal, "space.nodes=2", "space.nodes=3").Space.Nodes);

    [Fact]
    public void A_set_is_json_where_it_parses_and_text_where_it_does_not()
    {
        var options = JobText.Options(
            JobText.Minimal, "name=42", "space.activations=[\"relu\"]",
                "reward.commonWindows=false", "space.output=all-nodes", "preset=\"paper\"");
        Assert.Equal("42", options.Name);
        Assert.Equal(["relu"], options.Space.Activations);
        Assert.False(options.Reward.CommonWindows);
        Assert.Equal("all-nodes", options.Space.Output);
        Assert.Equal("paper", options.Preset);
    }

    [Fact]
    public void Paths_belong_to_where_they_were_written()
    {
        Assert.Equal("/data/ptb", JobText.Options(Tokens).Data.Path);
        Assert.Equal("/here/my texts", JobText.Options(Tokens, "data.path=my texts").Data.Path);
        Assert.Equal("/shelf/ptb", JobText.Options(Tokens, "data.path=${SHELF}/ptb").Data.Path);
        Assert.Equal("", JobText.Options(Tokens, "data.kind=generated").Data.Path);
    }

    [Fact]
    public void The_bytes_of_the_file_are_kept() =>
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(JobText.Minimal), JobText.Read(JobText.Minimal, "seed=2").Bytes.ToArray());

    [Fact]
    public void The_largest_seed_is_kept_exactly() =>
        Assert.Equal(ulong.MaxValue, JobText.Options(JobText.Minimal, "seed=18446744073709551615").Seed);

    /// <summary>Whoever works on both kinds of networks asks which there is.</summary>
    [Theory]
    [InlineData("rnn-cell", false)]
    [InlineData("macro-cnn", true)]
    [InlineData("micro-cnn", true)]
    [InlineData("nas-bench-201", true)]
    public void A_job_has_the_sections_of_image_networks_where_its_space_has_them(string space, bool has)
    {
        var job = JobText.Options(
            $$"""{ "name": "a", "preset": "small", "data": { "kind": "generated" }, "space": { "kind": "{{space}}" } }""");
        Assert.Equal((has, has), (job.ImageWeights is not null, job.Train.ImageNetwork is not null));
    }
}
