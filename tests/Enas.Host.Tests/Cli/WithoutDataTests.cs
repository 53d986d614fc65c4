using System.Globalization;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.TestKit;
using SkiaSharp;

namespace Enas.Host.Tests.Cli;

/// <summary>What was trained is taken away after its data are gone: the checkpoint says what they looked like.</summary>
public sealed class WithoutDataTests : IDisposable
{
    private static readonly string[] s_formats = ["onnx", "safetensors", "json"];

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_network_on_images_leaves_as_the_same_files()
    {
        foreach (var (set, count) in new[] { ("train", 8), ("valid", 4), ("test", 4) })
        {
            for (var i = 0; i < count; i++)
            {
                Png($"images/{set}/ant \"é\"/{i}.png", 30 + i);
                Png($"images/{set}/bee/{i}.png", 200 - i);
            }
        }

        var job = _work.Write("job.json", """
            {
              "schemaVersion": 1, "name": "images", "preset": "small", "seed": 1, "data": { "kind": "images", "path": "images" },
              "space": { "kind": "macro-cnn", "layers": 3 },
              "train": { "epochs": 1, "evaluationBatchSize": 8, "network": { "filters": 2, "batchSize": 8 } }
            }
            """);
        var train = await _work.Enas("train", "--job", job, "--arch", "5 4 1 3 0 1", "--out", "trained");
        Assert.True(train.ExitCode == 0, train.Error);
        await SameFilesAsync("images");

        var data = (await NewestAsync("trained")).Section(NetworkSections.Data)!;
        Assert.Equal("3 8 8", data.Text("data/shape"));
        Assert.Equal("2", data.Text("data/class-count"));
        Assert.Equal(["ant \"é\"", "bee"], System.Text.Json.JsonSerializer.Deserialize<string[]>(data.Text("data/classes"))!);
        Assert.Equal(Enumerable.Repeat(115.0, 3), Numbers(data.Text("data/means")));
        Assert.All(Numbers(data.Text("data/deviations")), deviation => Assert.InRange(deviation, 80, 85));
    }

    [Fact]
    public async Task A_network_on_text_leaves_as_the_same_files()
    {
        foreach (var set in (string[])["train", "valid", "test"])
        {
            _work.Write($"text/{set}.txt", string.Concat(Enumerable.Repeat("the cat sat\nthe dog ran\n", 30)));
        }

        var train = await _work.Enas("train", "--job", "tiny.json", "--arch", "0 0 1 1 2", "--out", "trained",
            "--set", "data.kind=tokens", "--set", "data.path=text");
        Assert.True(train.ExitCode == 0, train.Error);
        await SameFilesAsync("text");

        var data = (await NewestAsync("trained")).Section(NetworkSections.Data)!;
        Assert.Equal("text", data.Text("data/kind"));
        Assert.Equal("6", data.Text("data/vocabulary-size"));
        Assert.Equal(["the", "cat", "sat", "<eos>", "dog", "ran"],
            System.Text.Json.JsonSerializer.Deserialize<string[]>(data.Text("data/words"))!);

        // SHA-256 of the words the, cat, sat, <eos>, dog, ran: their number in eight bytes, then each after its length in four.
        Assert.Equal("d369dfcd60b337d046b91d419a026d8d62de3b3ec4e7f8fbfe00bc1699d47b20", data.Text("data/vocabulary-digest"));
    }

    [Fact]
    public async Task A_checkpoint_that_does_not_say_it_takes_the_data_as_before()
    {
        Assert.Equal(0, (await _work.Enas("train", "--job", "tiny-macro.json", "--arch", "5 4 1 3 0 1", "--out", "trained")).ExitCode);
        await ExportAsync("onnx", "new.onnx");
        await MakeOldAsync("trained");
        await ExportAsync("onnx", "old.onnx");

        // All but the last of its metadata, which says what the data look like.
        Assert.True(BytesOf("new.onnx").AsSpan().StartsWith(BytesOf("old.onnx")));
    }

    private async Task SameFilesAsync(string data)
    {
        foreach (var format in s_formats)
        {
            await ExportAsync(format, "with." + format);
        }

        Directory.Move(Path.Combine(_work.Root, data), Path.Combine(_work.Root, "gone"));
        foreach (var format in s_formats)
        {
            await ExportAsync(format, "without." + format);
            Assert.Equal(BytesOf("with." + format), BytesOf("without." + format));
        }
    }

    private async Task ExportAsync(string format, string file)
    {
        var export = await _work.Enas("export", "trained", "--format", format, "--out", file);
        Assert.True(export.ExitCode == 0, export.Error);
    }

    private byte[] BytesOf(string file) => File.ReadAllBytes(Path.Combine(_work.Root, file));

    private async Task<Checkpoint> NewestAsync(string name)
    {
        var folder = SearchFolder.Open(Path.Combine(_work.Root, name));
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        var saved = (await log.StateAsync()).Checkpoints[^1];
        return (await new SafetensorsCheckpointStore(folder).TryReadAsync(saved.Reference, CancellationToken.None))!;
    }

    /// <summary>Publishes the newest checkpoint again as programs before sections wrote it.</summary>
    private async Task MakeOldAsync(string name)
    {
        var old = (await NewestAsync(name)).InFirstFormat();
        var folder = SearchFolder.Open(Path.Combine(_work.Root, name));
        await using var log = await ParquetEventLog.OpenWriterAsync(
            folder, new WriterDescription(name, "older", []), TimeProvider.System, CancellationToken.None);
        var saved = (await log.StateAsync()).Checkpoints[^1];
        var reference = await new SafetensorsCheckpointStore(folder).PublishAsync(old, CancellationToken.None);
        await log.AppendAsync(log.NextSequence, [new CheckpointSaved(saved.Position, reference).ToRow()], CancellationToken.None);
    }

    private void Png(string name, int grey)
    {
        var path = Path.Combine(_work.Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var bitmap = new SKBitmap(8, 8);
        bitmap.Erase(new SKColor((byte)grey, (byte)grey, (byte)grey));
        using var stream = File.Create(path);
        bitmap.Encode(stream, SKEncodedImageFormat.Png, 100);
    }

    private static double[] Numbers(string text) =>
        [.. text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
