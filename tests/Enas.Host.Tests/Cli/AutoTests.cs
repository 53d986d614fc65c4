using System.Globalization;
using System.Text.Json;
using Enas.Host.Tests.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Enas.Host.Tests.Cli;

/// <summary>From a folder of data to a network, with the least that a plan has, on networks that are as small as can be.</summary>
public sealed class AutoTests : IDisposable
{
    private static readonly string[] s_smallImages =
    [
        "--set", "space.nodes=2", "--set", "sharedWeights.filters=2", "--set", "sharedWeights.layers=3", "--set", "train.network.layers=3",
        "--set", "train.network.filters=2", "--set", "child.filters=2", "--set", "train.network.batchSize=8",
        "--set", "sharedWeights.batchSize=8",
    ];

    private static readonly string[] s_smallText =
    [
        "--set", "space.nodes=2", "--set", "train.network.hidden=8", "--set", "child.hidden=8", "--set", "train.network.batchSize=4",
    ];

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_folder_of_images_becomes_a_network_and_the_same_command_goes_on()
    {
        WriteImages();
        var ran = await RunAsync(s_smallImages);
        Assert.Contains($"enas predict {Path.Combine("out", "network")}", ran.Error, StringComparison.Ordinal);
        Assert.Contains("\nnote         Rewards, the choice and the epoch of a training are all taken on the validation set", ran.Error,
            StringComparison.Ordinal);
        var result = ran.Json();
        AssertUsable(result, ran.Error);

        // The steps of the training were chosen by what the search took; they are kept, and whatever the machine does now they are taken.
        var plan = Path.Combine(_work.Root, "out", "auto-plan.json");
        var steps = result.GetProperty("trainSteps").GetInt32();
        using var kept = JsonDocument.Parse(File.ReadAllText(plan));
        Assert.Equal(steps, kept.RootElement.GetProperty("again").GetProperty("trainSteps").GetInt32());

        // On a busy machine both plans can be the least that there is.
        var first = kept.RootElement.GetProperty("trainSteps").GetInt32();
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"planned      {steps:N0} steps ")
                + (steps == first ? "as before: " : string.Create(CultureInfo.InvariantCulture, $"instead of {first:N0}: ")),
            ran.Error, StringComparison.Ordinal);
        Assert.Contains($"\"steps\":{steps},", TrainedJob(), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_work.Root, "out", "network"), recursive: true);
        Assert.DoesNotContain("it was planned for", ran.Error, StringComparison.Ordinal);
        var resumed = await RunAsync(s_smallImages, minutes: "0.2");
        Assert.Contains("it was planned for 0.1 minutes, and that stands; for a plan of 0.2 give another --out", resumed.Error,
            StringComparison.Ordinal);
        Assert.Matches("time         [0-9.]+ of [0-9.]+ minutes in all, as far as .*; this one took [0-9.]+: search ", resumed.Error);
        var again = resumed.Json();
        Assert.True(again.GetProperty("minutes").GetDouble() >= again.GetProperty("minutesHere").GetDouble());
        Assert.Equal(result.GetProperty("minutes").GetDouble(), result.GetProperty("minutesHere").GetDouble());
        foreach (var name in (string[])["fingerprint", "trainingFingerprint", "architecture"])
        {
            Assert.Equal(result.GetProperty(name).GetString(), again.GetProperty(name).GetString());
        }

        Assert.Equal(0, (await _work.Enas("audit", Path.Combine("out", "search"))).ExitCode);
        Assert.Equal(0, (await _work.Enas("validate", Path.Combine("out", "auto.json"), "--no-time")).ExitCode);

        // One image more: nothing of the folder says anything of these data.
        WriteImages(count: 41);
        var other = await RunAsync(s_smallImages);
        Assert.True(other.ExitCode == 65, other.Error);
        Assert.Contains($"the data are not those of the search in {Path.Combine(_work.Root, "out")}: ", other.Error,
            StringComparison.Ordinal);
        Assert.Contains("Give another --out for a network of the new data", other.Error, StringComparison.Ordinal);
    }

    private string TrainedJob() => File.ReadAllText(Path.Combine(_work.Root, "out", "network", "job.resolved.json"))
        .Replace(" ", string.Empty, StringComparison.Ordinal);

    // The network says itself what its inputs and outputs are.
    private static void AssertUsable(JsonElement result, string error)
    {
        Assert.True(result.GetProperty("complete").GetBoolean());
        Assert.True(File.Exists(result.GetProperty("report").GetString()));
        AssertBesideKnown(result, error);
        using var session = new InferenceSession(result.GetProperty("onnx").GetString());
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("images", new DenseTensor<float>([2, 1, 8, 8]))]);
        Assert.Equal([2, 3], outputs[0].AsTensor<float>().Dimensions.ToArray());
        var metadata = session.ModelMetadata.CustomMetadataMap;
        Assert.Equal(["down", "left", "up"], JsonDocument.Parse(metadata["enas.data.classes"]).RootElement
            .EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("1 8 8", metadata["enas.data.shape"]);
        Assert.True(metadata.ContainsKey("enas.data.means") && metadata.ContainsKey("enas.data.deviations"));
    }

    [Fact]
    public async Task A_folder_of_text_becomes_a_network_with_its_words_by_a_predictor()
    {
        Directory.CreateDirectory(Path.Combine(_work.Root, "data"));
        _work.Write(Path.Combine("data", "input.txt"), string.Concat(Enumerable.Repeat("the cat sat\nthe dog ran\n", 400)));
        var run = await RunAsync([.. s_smallText, "--strategy", "predictor"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("architectures trained alone for", run.Error, StringComparison.Ordinal);
        Assert.Contains("rhn, trained as those of the search were: perplexity", run.Error, StringComparison.Ordinal);
        var result = run.Json();
        AssertBesideKnown(result, run.Error);
        Assert.True(result.GetProperty("chosenAmong").GetInt32() >= 12);
        Assert.Matches("the choice is the best of [0-9]+ on these validation data", run.Error);
        var page = File.ReadAllText(result.GetProperty("report").GetString()!);
        Assert.Contains("<h2>Beside a known network</h2><p>rhn, trained as those of the search were: perplexity ", page,
            StringComparison.Ordinal);
        Assert.Matches(
            "; the choice is the best of [0-9]+ on these validation data, which flatters it; the known network was trained once", page);
        var other = await RunAsync(["--strategy", "shared-weights"]);
        Assert.Equal(64, other.ExitCode);
        Assert.Contains("leave --strategy out to go on", other.Error, StringComparison.Ordinal);
        Assert.True(result.GetProperty("finalLoss").GetDouble() > 0);
        using var session = new InferenceSession(result.GetProperty("onnx").GetString());
        var words = JsonDocument.Parse(session.ModelMetadata.CustomMetadataMap["enas.data.words"]).RootElement
            .EnumerateArray().Select(word => word.GetString()).ToArray();
        Assert.Contains("dog", words);
        Assert.Contains("<eos>", words);
        AssertPredictsWords(session, words.Length);
    }

    [Fact]
    public async Task On_two_slots_the_search_is_that_of_its_job_on_one()
    {
        Directory.CreateDirectory(Path.Combine(_work.Root, "data"));
        _work.Write(Path.Combine("data", "input.txt"), string.Concat(Enumerable.Repeat("the cat sat\nthe dog ran\n", 400)));
        var slots = await RunAsync([.. s_smallText, "--strategy", "predictor", "--slots", "2"]);
        Assert.True(slots.ExitCode == 0, slots.Error);
        Assert.Contains("begun ahead: ", slots.Error, StringComparison.Ordinal);
        var alone = await _work.Enas("run", Path.Combine("out", "auto.json"), "--out", "alone", "--json");
        Assert.True(alone.ExitCode == 0, alone.Error);
        Assert.Equal(alone.Json().GetProperty("fingerprint").GetString(), slots.Json().GetProperty("fingerprint").GetString());
    }

    // Whether the known network is beaten follows from the figures beside it, and the sentence from that.
    private static void AssertBesideKnown(JsonElement result, string error)
    {
        var (reference, own) = (result.GetProperty("reference"), result.GetProperty("final").GetDouble());
        var isByLoss = error.Contains("by the loss, which the finals are ranked by", StringComparison.Ordinal);
        var isHigherBetter = result.GetProperty("onnx").GetString() is { } onnx && !HasWords(onnx);
        var isBeaten = isByLoss ? result.GetProperty("finalLoss").GetDouble() < reference.GetProperty("loss").GetDouble()
            : isHigherBetter ? own > reference.GetProperty("validation").GetDouble()
            : own < reference.GetProperty("validation").GetDouble();
        Assert.Equal(isBeaten, reference.GetProperty("isBeaten").GetBoolean());
        Assert.Contains(isBeaten ? ": the choice is better" : ": the choice is not better", error, StringComparison.Ordinal);
    }

    private static bool HasWords(string onnx)
    {
        using var session = new InferenceSession(onnx);
        return session.ModelMetadata.CustomMetadataMap.ContainsKey("enas.data.words");
    }

    // With nothing but the file: zeros of the shapes that it names itself, two where it leaves a length open.
    private static void AssertPredictsWords(InferenceSession session, int words)
    {
        NamedOnnxValue[] inputs = [.. session.InputMetadata.Select(input =>
        {
            int[] shape = [.. input.Value.Dimensions.Select(length => length < 0 ? 2 : length)];
            return input.Value.ElementType == typeof(long)
                ? NamedOnnxValue.CreateFromTensor(input.Key, new DenseTensor<long>(shape))
                : NamedOnnxValue.CreateFromTensor(input.Key, new DenseTensor<float>(shape));
        })];
        using var outputs = session.Run(inputs);
        Assert.Contains(outputs, output => output.AsTensor<float>() is { } scores && scores.Dimensions[^1] == words
            && scores.All(float.IsFinite));
    }

    [Fact]
    public async Task Limits_are_kept_by_what_comes_out_and_measured_there()
    {
        WriteImages();
        var result = await RunAsync([.. s_smallImages, "--max-latency", "500ms", "--max-parameters", "5000"]);
        Assert.True(result.ExitCode == 0, result.Error);
        var limits = result.Json().GetProperty("limits").EnumerateArray().ToDictionary(limit => limit.GetProperty("cost").GetString()!);
        Assert.Equal(["parameters", "latency"], limits.Keys);
        Assert.All(limits.Values, limit => Assert.True(limit.GetProperty("isKept").GetBoolean()));
        Assert.InRange(limits["parameters"].GetProperty("value").GetDouble(), 1, 5000);
        Assert.InRange(limits["latency"].GetProperty("value").GetDouble(), 1e-6, 500);
        Assert.Contains("at most 500.000 ms", result.Error, StringComparison.Ordinal);

        // The job that was written holds limits and all that was set: the same search goes on without saying any of it again.
        Directory.Delete(Path.Combine(_work.Root, "out", "network"), recursive: true);
        var again = await RunAsync([]);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(result.Json().GetProperty("fingerprint").GetString(), again.Json().GetProperty("fingerprint").GetString());
        Assert.Equal(limits.Keys,
            again.Json().GetProperty("limits").EnumerateArray().Select(limit => limit.GetProperty("cost").GetString()));
    }

    [Theory]
    [InlineData("--max-parameters", "5", "the least parameters among them is ", 65)]
    [InlineData("--max-latency", "0.000001ms", "the quickest of the 5 smallest takes ", 65)]
    [InlineData("--max-latency", "fast", "--max-latency fast: allowed are milliseconds above 0", 64)]
    [InlineData("--max-parameters", "0", "--max-parameters 0: allowed are numbers from 1", 64)]
    public async Task A_limit_that_cannot_be_kept_is_named(string option, string value, string words, int exitCode)
    {
        WriteImages();
        var result = await RunAsync([.. s_smallImages, option, value]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "--minutes", "1", 66)]
    [InlineData(".", "--minutes", "0", 64)]
    [InlineData(".", "--minutes", "NaN", 64)]
    [InlineData(".", "--strategy", "best", 64)]
    public async Task What_cannot_be_done_leaves_no_folder(string data, string option, string value, int exitCode)
    {
        var result = await _work.Enas("auto", data, option, value, "--out", "out");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "out")));
    }

    /// <summary>Steps that somebody sets are meant: they are not planned again.</summary>
    [Fact]
    public async Task Steps_that_were_set_are_taken()
    {
        WriteImages();
        var set = await RunAsync([.. s_smallImages, "--set", "train.steps=70"]);
        Assert.True(set.ExitCode == 0, set.Error);
        Assert.Equal(70, set.Json().GetProperty("trainSteps").GetInt32());
        Assert.DoesNotContain("steps instead of", set.Error, StringComparison.Ordinal);
        Assert.Contains("\"steps\":70,", TrainedJob(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_work.Root, "out", "auto-plan.json")));
    }

    [Fact]
    public async Task An_evaluator_that_trains_nothing_has_no_plan()
    {
        WriteImages();
        var result = await RunAsync(["--strategy", "predictor", "--set", "evaluator.kind=zero-cost"]);
        Assert.Equal(65, result.ExitCode);
        Assert.Contains("leave evaluator.kind as it is", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "out")));
    }

    [Theory]
    [InlineData("shared-weights", "finals of")]
    [InlineData("predictor", "architectures trained alone for")]
    public async Task Init_writes_the_same_job_and_runs_nothing(string strategy, string words)
    {
        WriteImages();
        var init = await _work.Enas("init", "--data", "data", "--minutes", "0.2", "--strategy", strategy, "--out", "made.json");
        Assert.True(init.ExitCode == 0, init.Error);
        Assert.Contains(words, init.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("validate", "made.json", "--no-time")).ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "runs")));
    }

    [Theory]
    [InlineData("shared-weights")]
    [InlineData("predictor")]
    public async Task Fewer_images_than_a_batch_are_a_smaller_batch(string strategy)
    {
        WriteImages(count: 3);
        var init = await _work.Enas("init", "--data", "data", "--minutes", "0.1", "--strategy", strategy, "--out", "made.json");
        Assert.True(init.ExitCode == 0, init.Error);
        Assert.Contains("trainImages 7, validImages 1", init.Output, StringComparison.Ordinal);
        Assert.Contains(
            "1 image to validate on: an accuracy has a standard error of up to 50 points", init.Output, StringComparison.Ordinal);
        Assert.Contains("\"batchSize\": 7,", await File.ReadAllTextAsync(Path.Combine(_work.Root, "made.json")), StringComparison.Ordinal);
        var validated = await _work.Enas("validate", "made.json", "--no-time");
        Assert.True(validated.ExitCode == 0, validated.Error);
    }

    [Fact]
    public async Task A_plan_of_more_than_twice_the_minutes_is_not_begun()
    {
        _work.Write(Path.Combine("data", "input.txt"), string.Concat(Enumerable.Repeat("the cat sat\nthe dog ran\n", 400)));
        var refused = await RunAsync(["--strategy", "predictor", "--set", "child.hidden=800", "--set",
            "train.network.hidden=800"]);
        Assert.True(refused.ExitCode == 65, refused.Error);
        Assert.Contains("minutes here, more than twice the 0.1 asked for: nothing was begun. Give --minutes ", refused.Error,
            StringComparison.Ordinal);
        Assert.Contains("--set child.hidden=400", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "out")));
    }

    private Task<EnasResult> RunAsync(string[] small, string minutes = "0.1") =>
        _work.Enas(["auto", "data", "--minutes", minutes, "--out", "out", "--json", "--threads", "1", .. small]);

    // Three classes: a bright half above, below or on the left.
    private void WriteImages(int count = 40)
    {
        foreach (var (name, isBright) in new (string, Func<int, int, bool>)[]
            { ("up", (x, y) => y < 4), ("down", (x, y) => y >= 4), ("left", (x, y) => x < 4) })
        {
            var folder = Path.Combine(_work.Root, "data", name);
            Directory.CreateDirectory(folder);
            for (var i = 0; i < count; i++)
            {
                ushort[] pixels = [.. Enumerable.Range(0, 64).Select(p => (ushort)(isBright(p % 8, p / 8) ? 200 + i : (7 * p * i) % 90))];
                File.WriteAllBytes(Path.Combine(folder, $"{i:D2}.png"), ImageBytes.Png(8, 8, 8, 0, pixels));
            }
        }
    }
}
