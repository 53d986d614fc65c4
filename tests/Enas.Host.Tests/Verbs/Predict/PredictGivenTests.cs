using System.Buffers.Binary;
using System.Text.Json;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Data;

namespace Enas.Host.Tests.Verbs.Predict;

/// <summary>Images that lie otherwise than those of the training, or in tables of another form.</summary>
public sealed class PredictGivenTests : IDisposable
{
    private const int Side = 8;
    private const int TestImages = 10;

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    /// <summary>As with EMNIST: the files hold images whose rows and columns are exchanged, and a job that says so. A photo is upright, and
    /// its class would be another one if it were turned.</summary>
    [Fact]
    public async Task Photos_are_not_turned_because_the_files_of_the_training_were()
    {
        WriteIdx("data", isTurned: true);
        await TrainAsync("--set", "data.images.transpose=true");
        var (own, said) = await ClassesAsync("data");
        Assert.Contains("rows and columns of these images were exchanged, as those of the training were", said, StringComparison.Ordinal);

        WritePhotos("photos", isTurned: false);
        WritePhotos(Path.Combine("parts", "train"), isTurned: false);
        WritePhotos(Path.Combine("parts", "test"), isTurned: false);
        WritePhotos("turned", isTurned: true);
        foreach (var input in (string[])["photos", "parts", Path.Combine("photos", "0", "0.png")])
        {
            await SaysAsync("Say whether these need it too: --transpose no where they are upright", input);
        }

        Assert.Equal(own, (await ClassesAsync("photos", "--transpose", "no")).Classes);
        Assert.Equal(own, (await ClassesAsync("parts", "--transpose", "no")).Classes);
        string[] files = [.. Directory.GetFiles(Path.Combine(_work.Root, "parts", "test"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_work.Root, file)).Order(StringComparer.Ordinal)];
        Assert.Equal(files, await InputsAsync("parts", "--transpose", "no"));
        Assert.Equal(own, (await ClassesAsync("turned", "--transpose", "yes")).Classes);
        Assert.DoesNotContain("were exchanged", (await ClassesAsync("photos", "--transpose", "no")).Said, StringComparison.Ordinal);
        WriteIdx("upright", isTurned: false);
        Assert.Equal(own, (await ClassesAsync("upright", "--transpose", "no")).Classes);
    }

    /// <summary>Trained on lines with a header and their label first; the same images in other forms.</summary>
    [Fact]
    public async Task Tables_of_every_form_that_a_training_reads_are_read()
    {
        WriteTables("data", hasHeader: true, isLabelFirst: true);
        await TrainAsync("--set", "data.images.csvHeader=true", "--set", "data.images.csvLabel=first");
        var (own, _) = await ClassesAsync("data");
        Assert.Equal(TestImages, own.Length);
        WriteTables("last", hasHeader: false, isLabelFirst: false);
        WriteTables("headed", hasHeader: true, isLabelFirst: false);
        WriteIdx("idx", isTurned: false);
        WritePhotos("photos", isTurned: false);
        string[] inputs = ["last", "headed", "idx", "photos", Path.Combine("data", "test.csv"), Path.Combine("last", "test.csv")];
        foreach (var input in inputs)
        {
            Assert.Equal(own, (await ClassesAsync(input)).Classes);
        }

        // Which image of which file of a data set is said of each.
        string[] Numbered(string file) => [.. Enumerable.Range(0, TestImages).Select(image => $"{file} image {image}")];
        Assert.Equal(Numbered(Path.Combine("last", "test.csv")), await InputsAsync("last"));
        Assert.Equal(Numbered(Path.Combine("idx", "t10k-images-idx3-ubyte")), await InputsAsync("idx"));
        await SaysAsync("--transpose is for images that are given to a network whose training exchanged rows and columns", "photos",
            "--transpose", "no");
        _work.Write("broken.csv", "label,p0\n1,x\n");
        var broken = await _work.Enas("predict", "network.onnx", "broken.csv");
        Assert.Equal(65, broken.ExitCode);
        Assert.Contains("broken.csv:2:", broken.Error, StringComparison.Ordinal);
    }

    private async Task<(string[] Classes, string Said)> ClassesAsync(params string[] arguments)
    {
        var result = await _work.Enas(["predict", "network.onnx", .. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, $"{arguments[0]}: {result.Error}");
        return ([.. result.Json().GetProperty("results").EnumerateArray().OrderBy(Label).ThenBy(Likelihood)
            .Select(image => $"{Label(image)} {image.GetProperty("class").GetString()} {Likelihood(image):0.0000}")], result.Error);
    }

    private async Task<string[]> InputsAsync(params string[] arguments) =>
        [.. (await _work.Enas(["predict", "network.onnx", .. arguments, "--json"])).Json().GetProperty("results").EnumerateArray()
            .Select(image => image.GetProperty("input").GetString()!)];

    private static string Label(JsonElement image) => image.GetProperty("label").GetString()!;

    private static double Likelihood(JsonElement image) => image.GetProperty("probability").GetDouble();

    private async Task SaysAsync(string words, params string[] arguments)
    {
        var result = await _work.Enas(["predict", "network.onnx", .. arguments]);
        Assert.Equal(64, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    private async Task TrainAsync(params string[] sets)
    {
        var job = _work.Write("job.json", """
            {
              "schemaVersion": 1, "name": "images", "preset": "small", "seed": 1, "data": { "kind": "images", "path": "data" },
              "space": { "kind": "macro-cnn", "layers": 3 },
              "train": { "epochs": 2, "evaluationBatchSize": 7, "network": { "filters": 2, "batchSize": 8, "batchNorm": "running" } }
            }
            """);
        foreach (var command in (string[][])[["train", "--job", job, "--arch", "5 4 1 3 0 1", "--out", "trained", .. sets],
            ["export", "trained", "--format", "onnx", "--out", "network.onnx"]])
        {
            var result = await _work.Enas(command);
            Assert.True(result.ExitCode == 0, result.Error);
        }
    }

    // Bright above, or bright on the left: each is the other one when it is turned. With noise, so that no two are alike.
    private static byte[] Pixels(int number, bool isTurned) =>
    [
        .. Enumerable.Range(0, Side * Side).Select(p => isTurned ? (Column: p / Side, Row: p % Side) : (Column: p % Side, Row: p / Side))
            .Select(at => (byte)(((number % 2 == 0 ? at.Row : at.Column) < 4 ? 150 : 0)
                + (((at.Row * 37) + (at.Column * 11) + (number * 29)) % 90))),
    ];

    private static IEnumerable<int> Numbers(string part) => part == "train" ? Enumerable.Range(100, 40) : Enumerable.Range(0, TestImages);

    private void WriteIdx(string folder, bool isTurned)
    {
        foreach (var (part, name) in new[] { ("train", "train"), ("test", "t10k") })
        {
            int[] numbers = [.. Numbers(part)];
            WriteIdx(Path.Combine(folder, $"{name}-images-idx3-ubyte"), [numbers.Length, Side, Side],
                numbers.SelectMany(number => Pixels(number, isTurned)));
            WriteIdx(Path.Combine(folder, $"{name}-labels-idx1-ubyte"), [numbers.Length], numbers.Select(number => (byte)(number % 2)));
        }
    }

    private void WriteIdx(string file, int[] lengths, IEnumerable<byte> values)
    {
        var head = new byte[4 + (4 * lengths.Length)];
        (head[2], head[3]) = (8, (byte)lengths.Length);
        foreach (var (i, length) in lengths.Index())
        {
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4 + (4 * i)), length);
        }

        var path = Path.Combine(_work.Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, [.. head, .. values]);
    }

    private void WritePhotos(string folder, bool isTurned)
    {
        foreach (var number in Numbers("test"))
        {
            var path = Path.Combine(_work.Root, folder, $"{number % 2}", $"{number}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, ImageBytes.Png(Side, Side, 8, 0, [.. Pixels(number, isTurned).Select(value => (ushort)value)]));
        }
    }

    private void WriteTables(string folder, bool hasHeader, bool isLabelFirst)
    {
        foreach (var part in (string[])["train", "test"])
        {
            var pixels = string.Join(',', Enumerable.Range(0, Side * Side).Select(p => $"p{p}"));
            string Line(string label, string values) => isLabelFirst ? $"{label},{values}\n" : $"{values},{label}\n";
            _work.Write(Path.Combine(folder, part + ".csv"), (hasHeader ? Line("label", pixels) : string.Empty)
                + string.Concat(Numbers(part).Select(number => Line($"{number % 2}", string.Join(',', Pixels(number, isTurned: false))))));
        }
    }
}
