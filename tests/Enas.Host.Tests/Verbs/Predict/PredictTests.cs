using System.Text;
using System.Text.Json;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Enas.Host.Tests.Verbs.Predict;

/// <summary>Networks that stand alone: the ONNX file in an empty folder says what its training recorded.</summary>
public sealed class PredictTests : IDisposable
{
    private const int Side = 8;
    private static readonly string[] s_classes = ["Bär, \"grau\"", "cat's \\ tail", "犬"];

    private readonly WorkFolder _work = new();
    private readonly WorkFolder _empty = new();

    public void Dispose()
    {
        _work.Dispose();
        _empty.Dispose();
    }

    [Theory]
    [InlineData("running", "bytes")]
    [InlineData("batch", "unit")]
    [InlineData("running", "standardised")]
    public async Task Images_are_told_as_the_training_recorded_it_to_the_image(string batchNorm, string input)
    {
        var images = WriteImages(_work, "data");
        var recorded = await TrainImagesAsync("--set", $"train.network.batchNorm={batchNorm}");
        var own = await DoneAsync(_work, "predict", "trained", "--json");
        Assert.Equal(recorded, own.GetProperty("accuracy").GetDouble());

        await MoveAsync(input);
        WriteImages(_empty, "other");
        foreach (var given in (string[])["other", Path.Combine("other", "test"), Path.Combine("other", "test") + '/'])
        {
            var told = await DoneAsync(_empty, "predict", "network.onnx", given, "--json");
            Assert.Equal(images.Length, told.GetProperty("labelled").GetInt32());
            Assert.Equal(recorded, told.GetProperty("accuracy").GetDouble());
            Assert.Equal(recorded, told.GetProperty("recorded").GetProperty("test").GetDouble());
            Assert.Equal(s_classes.Order(StringComparer.Ordinal),
                told.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        }

        if (input == "bytes")
        {
            byte[] pixels = [.. images.SelectMany(image => image.Pixels)];
            Assert.Equal(recorded * images.Length, CorrectInTenLines(_empty.Root, pixels, [.. images.Select(image => image.Class)]), 9);
        }
    }

    // What docs/analysts-guide.md shows.
    private static int CorrectInTenLines(string folder, byte[] pixels, string[] labels)
    {
        using var session = new InferenceSession(Path.Combine(folder, "network.onnx"));
        var classes = JsonSerializer.Deserialize<string[]>(session.ModelMetadata.CustomMetadataMap["enas.data.classes"])!;
        int[] shape = [labels.Length, .. session.InputMetadata["images"].Dimensions[1..]];
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("images", new DenseTensor<byte>(pixels, shape))]);
        var logits = outputs[0].AsTensor<float>().ToArray().Chunk(classes.Length);
        return logits.Zip(labels).Count(image => classes[image.First.IndexOf(image.First.Max())] == image.Second);
    }

    [Fact]
    public async Task A_text_has_the_perplexity_that_the_training_recorded_and_next_words()
    {
        var test = WriteText(_work, "data");
        var train = await _work.Enas("train", "--job", "tiny.json", "--arch", "0 0 1 1 2", "--out", "trained", "--json",
            "--set", "data.kind=tokens", "--set", "data.path=data", "--set", "data.unknown.word=<nie>",
            "--set", "data.unknown.minimumCount=2",
            "--set", "train.evaluationBatchSize=1", "--set", "train.epochs=3");
        Assert.True(train.ExitCode == 0, train.Error);
        var recorded = train.Json().GetProperty("testPerplexity").GetDouble();
        await MoveAsync("standardised");
        WriteText(_empty, "other");
        _empty.Write("test.txt", test);
        foreach (var given in (string[])["other", "test.txt"])
        {
            var told = (await DoneAsync(_empty, "predict", "network.onnx", given, "--json")).GetProperty("results")[0];
            Assert.Equal(1, told.GetProperty("perplexity").GetDouble() / recorded, 1e-5);
            Assert.True(told.GetProperty("unknown").GetInt32() > 0);
        }

        var typed = (await DoneAsync(_empty, "predict", "network.onnx", "--text", "the cat", "--top", "100", "--json"))
            .GetProperty("results")[0];
        Assert.Equal(2, typed.GetProperty("tokens").GetInt32());
        Assert.Equal(1, typed.GetProperty("next").EnumerateArray().Sum(next => next.GetProperty("probability").GetDouble()), 1e-5);
        Assert.Equal(1, PerplexityInTenLines(_empty.Root, test) / recorded, 1e-5);
        Assert.Equal(1, (await DoneAsync(_work, "predict", "trained", "--json")).GetProperty("results")[0]
            .GetProperty("perplexity").GetDouble() / recorded, 1e-5);
        Assert.Contains("enas predict trained", train.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_measured_in_the_streams_of_the_training_where_the_batch_counts_and_has_no_next_word_alone()
    {
        var test = WriteText(_work, "data");
        var train = await _work.Enas("train", "--job", "tiny.json", "--arch", "0 0 1 1 2", "--out", "trained", "--json",
            "--set", "data.kind=tokens", "--set", "data.path=data", "--set", "data.tokens=characters", "--set", "data.unknown.word=e",
            "--set", "train.network.batchNorm=average", "--set", "train.evaluationBatchSize=3");
        Assert.True(train.ExitCode == 0, train.Error);
        await MoveAsync("standardised");
        _empty.Write("test.txt", test);
        var told = await _empty.Enas("predict", "network.onnx", "test.txt", "--json");
        Assert.Contains("batch norm uses the statistics of a batch of texts", told.Error, StringComparison.Ordinal);
        var result = told.Json().GetProperty("results")[0];

        // As near as exports are: three streams have small deviations, and dividing by them makes roundings larger.
        Assert.Equal(1, result.GetProperty("perplexity").GetDouble() / train.Json().GetProperty("testPerplexity").GetDouble(), 1e-4);
        Assert.Equal(0, result.GetProperty("next").GetArrayLength());
    }

    private static double PerplexityInTenLines(string folder, string text)
    {
        using var session = new InferenceSession(Path.Combine(folder, "network.onnx"));
        var metadata = session.ModelMetadata.CustomMetadataMap;
        var words = JsonSerializer.Deserialize<string[]>(metadata["enas.data.words"])!.ToList();
        var ids = text.Replace("\n", " <eos> ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => (long)words.IndexOf(words.Contains(word) ? word : metadata["enas.data.unknown-word"])).ToArray();
        using var outputs = session.Run([
            NamedOnnxValue.CreateFromTensor("tokens", new DenseTensor<long>(ids.AsMemory(..^1), [ids.Length - 1, 1])),
            NamedOnnxValue.CreateFromTensor("state", new DenseTensor<float>([1, session.InputMetadata["state"].Dimensions[1]]))]);
        var logits = outputs[0].AsTensor<float>().ToArray().Chunk(words.Count);
        return Math.Exp(logits.Zip(ids[1..]).Average(next => Math.Log(next.First.Sum(x => Math.Exp(x))) - next.First[next.Second]));
    }

    [Fact]
    public async Task Bad_images_and_bad_networks_get_one_clear_error_each()
    {
        WriteImages(_work, "data");
        await TrainImagesAsync();
        await MoveAsync("bytes");
        var (photo, wide, colours) = (Path.Combine(_empty.Root, "no.png"), Path.Combine(_empty.Root, "wide.png"),
            Path.Combine(_empty.Root, "colours.png"));
        await File.WriteAllTextAsync(photo, "no image");
        await File.WriteAllBytesAsync(wide, ImageBytes.Png(4, 6, 8, 0, [.. Enumerable.Repeat((ushort)9, 24)]));
        await File.WriteAllBytesAsync(colours, ImageBytes.Png(Side, Side, 8, 2, [.. Enumerable.Range(0, 192).Select(i => (ushort)i)]));
        await SaysAsync(65, "no.png: this is no image of a kind that is read", "no.png");
        await SaysAsync(65, "the image is 6x4 pixels (height x width), and the network takes 8x8", "wide.png");
        await SaysAsync(65, "the network takes images of 1 channel, which are grey", "colours.png");
        await SaysAsync(66, "absent.png: there is no such file or folder", "absent.png");
        await SaysAsync(64, "predict needs an INPUT beside the network");
        Directory.CreateDirectory(Path.Combine(_empty.Root, "nothing"));
        await SaysAsync(65, "nothing: no images in this folder", "nothing");
        Assert.Equal(64, (await _work.Enas("predict", "trained", "--resize", "fit")).ExitCode);
        await SaysAsync(64, "--text and --unknown are for networks on text", "wide.png", "--text", "a");
        Assert.Equal(1, (await DoneAsync(_empty, "predict", "network.onnx", "wide.png", "--resize", "fit", "--json"))
            .GetProperty("count").GetInt32());

        // Two that are bad are both named.
        var both = await _empty.Enas("predict", "network.onnx", "wide.png", "no.png");
        Assert.Contains("wide.png", both.Error, StringComparison.Ordinal);
        Assert.Contains("no.png", both.Error, StringComparison.Ordinal);

        await WithoutAsync("enas.data.classes", 65, "carries no names of its classes");
        _empty.Write("names.txt", "a, b\nc\n\"d\"\n");
        _empty.Write("few.txt", "a\nb\n");
        Assert.Equal("a, b", (await DoneAsync(_empty, "predict", "part.onnx", "other", "--classes", "names.txt", "--json"))
            .GetProperty("classes")[0].GetString());
        var few = await _empty.Enas("predict", "part.onnx", "other", "--classes", "few.txt");
        Assert.Equal(65, few.ExitCode);
        Assert.Contains("2 lines, and the network has 3 classes", few.Error, StringComparison.Ordinal);
        await WithoutAsync("enas.data.kind", 65, "it was not written by enas");
        await WithoutAsync("enas.data.means", 65, "says no enas.data.means");
        await WithoutAsync("enas.input", 65, "does not run with what it says of itself");
        _empty.Write("part.onnx", "no model");
        await SaysOfAsync("part.onnx", 65, "cannot be read as an ONNX model", "other");
        await SaysOfAsync("gone.onnx", 66, "there is no such file", "other");
    }

    [Fact]
    public async Task Bad_texts_get_one_clear_error_each()
    {
        WriteText(_work, "data");
        Assert.Equal(0, (await _work.Enas("train", "--job", "tiny.json", "--arch", "0 0 1 1 2", "--out", "trained",
            "--set", "data.kind=tokens", "--set", "data.path=data", "--set", "data.unknown.word=[UNK]")).ExitCode);
        var description = await _work.Enas("export", "trained", "--format", "json", "--out", "network.json");
        Assert.True(description.ExitCode == 0, description.Error);
        using (var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(_work.Root, "network.json"))))
        {
            Assert.Equal("[UNK]", json.RootElement.GetProperty("use").GetProperty("data.unknown-word").GetString());
            Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("use").GetProperty("data.words").ValueKind);
        }

        await MoveAsync("standardised");
        _empty.Write("empty.txt", "\n");
        _empty.Write("binary.txt", "a\0b");
        await SaysAsync(65, "the file is empty", "empty.txt");
        await SaysAsync(65, "a NUL character", "binary.txt");
        await SaysAsync(66, "the file does not exist", "absent.txt");
        await SaysAsync(64, "--unknown nobody: is no word of the network", "--text", "the", "--unknown", "nobody");
        await SaysAsync(64, "--resize, --transpose and --classes are for networks on images", "--text", "the", "--resize", "fit");
        await SaysAsync(65, "--text: the file is empty", "--text", "");

        // Nothing stands for unknown words any more.
        await WithoutAsync("enas.data.unknown-word", 0, string.Empty, "--text", "the cat");
        await SaysOfAsync("part.onnx", 65, "are not among the words of the network", "--text", "the gnu");
        await WithoutAsync("enas.data.words", 65, "carries no words", "--text", "the");
    }

    private Task SaysAsync(int exitCode, string words, params string[] arguments) =>
        SaysOfAsync("network.onnx", exitCode, words, arguments);

    private async Task SaysOfAsync(string network, int exitCode, string words, params string[] arguments)
    {
        var result = await _empty.Enas(["predict", network, .. arguments]);
        Assert.True(result.ExitCode == exitCode, result.Error + result.Output);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    // The same model under another name of one of its properties.
    private async Task WithoutAsync(string key, int exitCode, string words, params string[] arguments)
    {
        var model = await File.ReadAllBytesAsync(Path.Combine(_empty.Root, "network.onnx"));
        var place = model.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key));
        Assert.True(place > 0, key);
        model[place + key.Length - 1] = (byte)'_';
        await File.WriteAllBytesAsync(Path.Combine(_empty.Root, "part.onnx"), model);
        if (arguments.Length == 0)
        {
            WriteImages(_empty, "other");
        }

        await SaysOfAsync("part.onnx", exitCode, words, arguments.Length == 0 ? ["other"] : arguments);
    }

    private async Task<double> TrainImagesAsync(params string[] more)
    {
        var job = _work.Write("job.json", """
            {
              "schemaVersion": 1, "name": "images", "preset": "small", "seed": 1, "data": { "kind": "images", "path": "data" },
              "space": { "kind": "macro-cnn", "layers": 3 },
              "train": { "epochs": 3, "evaluationBatchSize": 7, "network": { "filters": 2, "batchSize": 8 } }
            }
            """);
        var train = await _work.Enas(["train", "--job", job, "--arch", "5 4 1 3 0 1", "--out", "trained", "--json", .. more]);
        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains("enas predict trained", train.Error, StringComparison.Ordinal);
        return train.Json().GetProperty("testAccuracy").GetDouble();
    }

    private async Task MoveAsync(string input)
    {
        var export = await _work.Enas("export", "trained", "--format", "onnx", "--out", "network.onnx", "--input", input);
        Assert.True(export.ExitCode == 0, export.Error);
        File.Move(Path.Combine(_work.Root, "network.onnx"), Path.Combine(_empty.Root, "network.onnx"), overwrite: true);
    }

    private static async Task<JsonElement> DoneAsync(WorkFolder folder, params string[] arguments)
    {
        var result = await folder.Enas(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json();
    }

    // Three classes that no small network tells apart without a fault; returned are the test images.
    private static (string Class, byte[] Pixels)[] WriteImages(WorkFolder work, string folder)
    {
        var test = new List<(string, byte[])>();
        foreach (var (set, count) in new[] { ("train", 16), ("valid", 5), ("test", 7) })
        {
            foreach (var (kind, name) in s_classes.Index())
            {
                var place = Path.Combine(work.Root, folder, set, name);
                Directory.CreateDirectory(place);
                for (var i = 0; i < count; i++)
                {
                    var (shift, seed) = (kind, count + i);
                    ushort[] pixels = [.. Enumerable.Range(0, Side * Side).Select(p => (ushort)(
                        ((p * (31 + (2 * seed))) + (seed * seed * 7) + (p % Side < 4 + shift ? 60 * shift : 0)) % 256))];
                    File.WriteAllBytes(Path.Combine(place, $"{i}.png"), ImageBytes.Png(Side, Side, 8, 0, pixels));
                    if (set == "test")
                    {
                        test.Add((name, [.. pixels.Select(pixel => (byte)pixel)]));
                    }
                }
            }
        }

        return [.. test];
    }

    private static string WriteText(WorkFolder work, string folder)
    {
        const string seldom = "a, \"zebra\" Größe\n";
        var lines = string.Concat(Enumerable.Repeat("the cat sat\nthe dog ran\n", 30));
        foreach (var set in (string[])["train", "valid"])
        {
            work.Write(Path.Combine(folder, set + ".txt"), lines + seldom);
        }

        var test = "the dog sat\na gnu ran\n" + string.Concat(Enumerable.Repeat("the cat ran\n", 9));
        work.Write(Path.Combine(folder, "test.txt"), test);
        return test;
    }
}
