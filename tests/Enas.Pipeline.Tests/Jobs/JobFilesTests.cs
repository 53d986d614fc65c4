using System.Text;
using System.Text.Json;
using Enas.Pipeline.Jobs;

namespace Enas.Pipeline.Tests.Jobs;

public sealed class JobFilesTests
{
    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(JobText.PathOf("jobs"), "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Templates => [.. JobTemplates.All.Select(template => template.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_job_file_is_right(string file)
    {
        var document = JobReader.Read(JobText.PathOf("jobs", file), [], "/here");
        Assert.Equal([], document.Errors.Select(error => error.ToString()));
        Assert.Equal(Path.GetFileNameWithoutExtension(file), document.Options!.Name);
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void Every_template_is_right_as_it_is_and_with_every_option_taken_in(string name)
    {
        var text = JobTemplates.Init(name)!;
        var options = JobText.Options(text);
        var all = string.Join("\n",
            text.Split('\n').Select(line => line.TrimStart().StartsWith("// \"", StringComparison.Ordinal) ? line.TrimStart()[3..] : line));
        Assert.Equal(options.ToResolvedJson(), name is "quickstart" or "custom"
            ? JobText.Options(all).ToResolvedJson()
            : JobText.Options(all, "data.path=" + options.Data.Path).ToResolvedJson());
    }

    [Fact]
    public void The_proof_of_the_digits_has_the_job_that_its_script_names() => Assert.Contains(
        "/jobs/digits-nas-bench-201-proof.json\"", File.ReadAllText(JobText.PathOf("eng", "prove-digits")), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_template_is_no_job() => Assert.Null(JobTemplates.Init("nothing"));

    [Fact]
    public void The_quick_start_file_and_its_template_are_one_job() => Assert.Equal(
        JobReader.Read(JobText.PathOf("jobs", "quickstart.json"), [], "/here").Options!.ToResolvedJson(),
        JobText.Options(JobTemplates.Init("quickstart")!).ToResolvedJson());

    [Fact]
    public void The_quick_start_is_at_least_300_steps_and_at_most_60_GFLOP()
    {
        var job = JobReader.Read(JobText.PathOf("jobs", "quickstart.json"), [], "/here").Options!;
        var weightSteps = job.Strategy.WarmUpSteps + (job.Budget.Rounds * job.Strategy.WeightStepsPerRound);
        var policySteps = job.Budget.Rounds * job.Strategy.PolicyStepsPerRound;
        Assert.True(weightSteps + policySteps >= 300);
        double width = job.SharedWeights.Hidden;
        var token = (4 * width * width * (job.Space.Nodes + 1)) + (2 * width * job.Data.Vocabulary);
        var training = 3 * token * weightSteps * job.SharedWeights.BatchSize * job.SharedWeights.SequenceLength;
        var rewards =
            token * policySteps * job.Strategy.SamplesPerPolicyStep * job.Reward.Windows * job.Reward.BatchSize * job.Reward.SequenceLength;
        var derive = token * 2 * job.Derive.Candidates * job.Data.ValidTokens;
        Assert.InRange((training + rewards + derive) / 1e9, 20, 60);
    }

    [Fact]
    public void The_schema_is_json_and_names_every_option()
    {
        using var schema = JsonDocument.Parse(Encoding.UTF8.GetBytes(JobSchema.ToJsonSchema()));
        var root = schema.RootElement;
        Assert.Equal(["name", "preset"], root.GetProperty("required").EnumerateArray().Select(item => item.GetString()));
        foreach (var option in JobSchema.Tables.SelectMany(table => table.Options))
        {
            var node = option.Key.Split('.').Aggregate(root, (section, part) => section.GetProperty("properties").GetProperty(part));
            Assert.Contains(option.Description, node.GetProperty("description").GetString(), StringComparison.Ordinal);
        }
    }
}
