using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Spaces.Images;
using Enas.Pipeline.Tasks.Images;
using Enas.TestKit.Browser;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Enas.Host.Tests.Cli;

/// <summary>From a search of each space to a network that other programs run, and the drawings and report on the way.</summary>
public sealed class TakeAwayTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_recurrent_network_leaves_as_onnx_safetensors_and_json()
    {
        Assert.Equal(0, (await _work.TinySearch("search")).ExitCode);
        var refused = await _work.Enas("export", "search", "--format", "onnx");
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains("train its choice first", refused.Error, StringComparison.Ordinal);
        var trained = await TrainAsync("search");
        using var session = new InferenceSession(await ExportAsync("onnx"));
        Assert.Equal((trained, "trained"),
            (session.ModelMetadata.CustomMetadataMap["enas.fingerprint"], session.ModelMetadata.CustomMetadataMap["enas.search"]));
        var width = session.InputMetadata["state"].Dimensions[1];
        using var outputs = session.Run(
        [
            NamedOnnxValue.CreateFromTensor("tokens", new DenseTensor<long>(new long[6], [2, 3])),
            NamedOnnxValue.CreateFromTensor("state", new DenseTensor<float>([3, width])),
        ]);
        Assert.All(outputs, output => Assert.All(output.AsTensor<float>(), value => Assert.True(float.IsFinite(value))));

        var header = await SafetensorsHeaderAsync();
        Assert.Equal(trained, header.GetProperty("__metadata__").GetProperty("fingerprint").GetString());
        using var described = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_work.Root, await ExportAsync("json"))));
        Assert.All(described.RootElement.GetProperty("weights").EnumerateArray(), weight =>
            Assert.Equal(header.GetProperty(weight.GetProperty("name").GetString()!).GetProperty("shape").GetRawText(),
                JsonSerializer.Serialize(weight.GetProperty("shape"))));
        Assert.Equal(64, (await _work.Enas("export", "trained", "--format", "onnx", "--out", "network.onnx")).ExitCode);
    }

    [Theory]
    [InlineData("macro-cnn", ", \"layers\": 4", "\"filters\": 4")]
    [InlineData("micro-cnn", ", \"nodes\": 2", "\"filters\": 4, \"layers\": 3")]
    [InlineData("nas-bench-201", "", "\"filters\": 4, \"cellsPerStage\": 1")]
    public async Task A_convolutional_network_is_searched_drawn_reported_trained_and_taken_away(string kind, string size, string final)
    {
        var job = _work.Write("images.json", $$"""
            {
              "schemaVersion": 1, "name": "images", "preset": "small", "seed": 1,
              "data": { "kind": "generated", "images": { "size": 8, "trainImages": 128, "validImages": 64, "testImages": 64, "padding": 1 } },
              "space": { "kind": "{{kind}}"{{size}} },
              "strategy": { "warmUpSteps": 2, "weightStepsPerRound": 2, "policyStepsPerRound": 2 },
              "sharedWeights": { {{final}}, "batchSize": 32 }, "reward": { "batchSize": 32 }, "derive": { "candidates": 2, "batchSize": 32 },
              "budget": { "rounds": 2 },
              "train": { "epochs": 2, "evaluationBatchSize": 32, "network": { {{final}}, "batchSize": 32 } }
            }
            """);
        var run = await _work.Enas("run", job, "--out", "search");
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (var format in (string[])["svg", "dot", "mermaid", "text"])
        {
            Assert.Equal(0, (await _work.Enas("draw", "search", "--format", format)).ExitCode);
        }

        Assert.Equal(0, (await _work.Enas("draw", "search", "--animate", "--out", "best.svg")).ExitCode);
        Assert.Equal("svg", System.Xml.Linq.XDocument.Load(Path.Combine(_work.Root, "best.svg")).Root!.Name.LocalName);
        var shares = await _work.Enas("sql", "search", "SELECT count(*) AS n FROM operation_shares WHERE decision LIKE 'token%'", "--json");
        Assert.Equal(0, shares.Json().GetProperty("rows")[0].GetProperty("n").GetInt32());
        await ReportAsync(kind == "macro-cnn");

        await TrainAsync("search");
        using var session = new InferenceSession(await ExportAsync("onnx"));
        foreach (var count in new[] { 1, 5 })
        {
            using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("images", new DenseTensor<float>([count, 3, 8, 8]))]);
            Assert.Equal([count, 10], outputs[0].AsTensor<float>().Dimensions.ToArray());
            Assert.All(outputs[0].AsTensor<float>(), value => Assert.True(float.IsFinite(value)));
        }

        var recorded = (await _work.Enas("show", "trained", "--json")).Json().GetProperty("best").GetProperty("score").GetDouble();
        Assert.Equal(recorded, ValidationAccuracy(session, job), 12);
        await SafetensorsHeaderAsync();
    }

    // The accuracy that the log has of the weights kept, measured anew by the other program.
    private static double ValidationAccuracy(InferenceSession session, string path)
    {
        var job = JobLoading.Read(path, []).Options!;
        var corpus = ((ImageData)TaskCatalog.Load(job)).Corpus;
        var images = new ImageBatches(corpus, ImageJobFit.Augmentation(job), job.Seed).Whole(corpus.Valid, corpus.Valid.Count, 0);
        using var outputs = session.Run(
            [NamedOnnxValue.CreateFromTensor("images", new DenseTensor<float>(images.Pixels, [images.Count, 3, 8, 8]))]);
        var logits = outputs[0].AsTensor<float>().ToArray().Chunk(corpus.ClassCount).ToArray();
        return images.Labels.Index()
            .Count(image => Array.IndexOf(logits[image.Index], logits[image.Index].Max()) == image.Item) / (double)images.Count;
    }

    private async Task ReportAsync(bool hasSkips)
    {
        Assert.Equal(0, (await _work.Enas("report", "search", "--out", "report.html")).ExitCode);
        await using var chromium = await HeadlessChromium.StartAsync();
        await chromium.SetViewAsync(1280, 1000, isDark: false, isPhone: false);
        await chromium.OpenAsync(Path.Combine(_work.Root, "report.html"));
        await Enas.Host.Tests.Report.ReportPageTests.AssertDrawnAsync(chromium, 1280);
        Assert.Equal(hasSkips, (bool)(await chromium.EvaluateAsync("document.querySelector('#chart-skips svg') !== null"))!);
        Assert.True(chromium.Complaints.Count == 0, string.Join('\n', chromium.Complaints));
        if (Environment.GetEnvironmentVariable("ENAS_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await chromium.SetViewAsync(1280, 4200, isDark: false, isPhone: false);
            await File.WriteAllBytesAsync(
                Path.Combine(folder, $"images-{(hasSkips ? "macro" : "micro")}.png"), await chromium.ScreenshotAsync());
        }
    }

    private async Task<string> TrainAsync(string search)
    {
        var train = await _work.Enas("train", search, "--out", "trained", "--json");
        Assert.True(train.ExitCode == 0, train.Error);
        return train.Json().GetProperty("fingerprint").GetString()!;
    }

    private async Task<string> ExportAsync(string format)
    {
        var export = await _work.Enas("export", "trained", "--format", format, "--out", $"network.{format}");
        Assert.True(export.ExitCode == 0, export.Error);
        return Path.Combine(_work.Root, $"network.{format}");
    }

    // Eight bytes of length, then that much JSON.
    private async Task<JsonElement> SafetensorsHeaderAsync()
    {
        var bytes = await File.ReadAllBytesAsync(await ExportAsync("safetensors"));
        using var header = JsonDocument.Parse(bytes.AsMemory(8, (int)BitConverter.ToInt64(bytes)));
        return header.RootElement.Clone();
    }
}
