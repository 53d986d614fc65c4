using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Host.Verbs.Export;

/// <summary>What <c>enas export</c> of a network was asked.</summary>
/// <param name="Format">One of <see cref="NetworkExport.Formats"/>.</param>
/// <param name="File">The file; null for the one in the export folder.</param>
/// <param name="IsForced">Whether a file that is there is replaced.</param>
internal sealed record NetworkExportArguments(string Format, string? File, bool IsForced)
{
    /// <summary>What the model takes of images, see <see cref="ImageInputs"/>.</summary>
    public string Input { get; init; } = ImageInputs.Standardised;
}

/// <summary>Takes the network of a final training away: its best weights by validation, to be used without this program.</summary>
internal static class NetworkExport
{
    /// <summary>The formats that are of a network, not of a log.</summary>
    public static IReadOnlyList<string> Formats { get; } = [OnnxFormat, "safetensors", "json"];

    /// <summary>What the names of an ONNX model's properties begin with.</summary>
    public const string Prefix = "enas.";

    private const string OnnxFormat = "onnx";

    // What is JSON itself. Any other text may look so: the unknown word [UNK], a training in a folder [a].
    private static readonly string[] s_inJson =
        [.. new[] { NetworkTexts.Classes, NetworkTexts.Words, NetworkTexts.Layout }.Select(Named)];

    // As the checkpoints of a final training name the weights with the best validation.
    private const string Best = "best/";

    public static async Task<int> RunAsync(string name, NetworkExportArguments arguments, Terminal terminal)
    {
        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(name));
        var output = OutputFile.NamedOr(
            arguments.File, FileOf(search, arguments.Format), arguments.IsForced);
        var path = output.FullName;
        var checkpoint = await CheckpointAsync(search);
        await output.WriteAsync(staged => WriteAsync(search, checkpoint, arguments, staged));
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"wrote {path}, "
            + $"{output.ByteCount:N0} bytes: {Tokens(search)}, weights of step {checkpoint.Step} with the best validation"));
        if (arguments.Format == OnnxFormat)
        {
            terminal.Line($"next  {CommandText.Of("predict", CommandText.PathFromHere(path), "INPUT")}");
        }

        terminal.Result(new JsonObject
        {
            ["search"] = search.Folder.Root,
            ["file"] = path,
            ["format"] = arguments.Format,
            ["architecture"] = Tokens(search),
            ["fingerprint"] = search.Fingerprint,
            ["step"] = checkpoint.Step
        });
        return ExitCodes.Done;
    }

    /// <summary>Where the ONNX file of a training is written when nobody says where.</summary>
    public static string OnnxFileOf(RecordedSearch search) => FileOf(search, OnnxFormat);

    /// <summary>The network of a final training as an ONNX model.</summary>
    /// <param name="search">The training.</param>
    /// <param name="input">What it takes of images, see <see cref="ImageInputs"/>.</param>
    /// <param name="name">What it calls the training; its name by default.</param>
    public static async Task<byte[]> OnnxAsync(RecordedSearch search, string input, string? name = null) =>
        Onnx(search, await CheckpointAsync(search), input, name);

    /// <summary>What a network of a training can take: of images anything, else what there is.</summary>
    public static IReadOnlyList<string> InputsOf(RecordedSearch search) =>
        SpaceCatalog.Of(search.Job).UseOf(search.Job).Any(text => text.Key == NetworkTexts.Input)
            ? ImageInputs.All : [ImageInputs.Standardised];

    private static string FileOf(RecordedSearch search, string format) => Place.Combine(search.Folder.Export, $"network.{format}");

    private static async Task<Checkpoint> CheckpointAsync(RecordedSearch search)
    {
        if (search.State.Started?.Kind != JobOrigins.Train)
        {
            if (SpaceCatalog.Of(search.Job) is { HasSharedWeights: false } space)
            {
                throw new CommandLineException($"{search.Name} searched {space.Kind}, whose architectures are not trained but looked up: "
                    + "there is no network to take away; --format parquet, csv and jsonl take its log");
            }

            throw new CommandLineException($"{search.Name} is a search, whose shared weights "
                + $"are no network: train its choice first, with: {CommandText.Of("train", CommandText.PathFromHere(search.Folder.Root))}");
        }

        if (search.NoResult is { } none)
        {
            throw new NotFoundException($"{search.Name} has no network to take away: {none.Words}");
        }

        var store = new SafetensorsCheckpointStore(search.Folder);
        foreach (var saved in search.State.Checkpoints.Reverse())
        {
            if (await store.TryReadAsync(saved.Reference, CancellationToken.None) is { } checkpoint
                && checkpoint.Section(NetworkSections.Best)!.Tensors.Count > 0)
            {
                return checkpoint;
            }
        }

        throw new NotFoundException($"{search.Name} has no checkpoint with validated "
            + $"weights yet; resume it with: {CommandText.Of("resume", CommandText.PathFromHere(search.Folder.Root))}");
    }

    private static async Task WriteAsync(RecordedSearch search, Checkpoint checkpoint, NetworkExportArguments arguments, string path)
    {
        if (arguments.Format != OnnxFormat && arguments.Input != ImageInputs.Standardised)
        {
            throw new CommandLineException($"--input {arguments.Input}: is for --format onnx; weights alone take nothing in");
        }

        switch (arguments.Format)
        {
            case OnnxFormat:
                await File.WriteAllBytesAsync(path, Onnx(search, checkpoint, arguments.Input));
                break;
            case "safetensors":
                await using (var stream = File.Create(path))
                {
                    var metadata = Metadata(search, checkpoint, string.Empty, ImageInputs.Standardised);
                    SafetensorsExport.Write(stream, new Checkpoint(checkpoint.Step, metadata, BestOf(checkpoint)));
                }

                break;
            default:
                await File.WriteAllTextAsync(path, Json(search, checkpoint).ToJsonString(new() { WriteIndented = true }) + "\n");
                break;
        }
    }

    private static byte[] Onnx(RecordedSearch search, Checkpoint checkpoint, string input, string? name = null)
    {
        var space = SpaceCatalog.Create(search.Job);
        var (architecture, metadata) = (space.Parse(Tokens(search)), Metadata(search, checkpoint, Prefix, input, name));
        var module = SpaceCatalog.Of(search.Job);
        if (module.OnnxRefusalOf(search.Job) is { } refusal)
        {
            throw new CommandLineException(refusal);
        }

        // A checkpoint from before sections does not say what its images look like; only their data does then.
        ImageShape Shape() => ImageDataSection.ShapeIn(checkpoint) ?? ShapeOfData();
        ImageShape ShapeOfData() => TaskCatalog.Load(search.Job).Images is { } images
            ? ImageShape.Of(images)
            : throw new NotFoundException("the data of this training are no images");
        return module.ToOnnx(new OnnxRequest(space, architecture, search.Job, Shape, checkpoint.Tensors, Best, metadata)
        {
            Normalisation = input == ImageInputs.Standardised ? null : Normalisation(search, checkpoint, input),
        });
    }

    private static ImageNormalisation Normalisation(RecordedSearch search, Checkpoint checkpoint, string input)
    {
        if (ImageDataSection.NormalisationIn(checkpoint) is var (means, deviations))
        {
            return new ImageNormalisation(input, means, deviations);
        }

        return TaskCatalog.TryLoad(search.Job)?.Images is { Standardisation: var known }
            ? new ImageNormalisation(input, known.Means, known.Deviations)
            : throw new CommandLineException($"--input {input}: {search.Name} says no mean and deviation of images that the network takes");
    }

    private static IReadOnlyList<CheckpointTensor> BestOf(Checkpoint checkpoint) =>
    [
        .. checkpoint.Section(NetworkSections.Best)!.Tensors
            .Where(tensor => !NetworkSections.Best.HasRetired(tensor.Name))
            .Select(tensor => tensor with { Name = tensor.Name[Best.Length..] }),
    ];

    private static JsonObject Json(RecordedSearch search, Checkpoint checkpoint) => new()
    {
        ["architecture"] = Tokens(search),
        ["space"] = JsonNode.Parse(search.Folder.ReadResolvedJob())!["space"]?.DeepClone(),
        ["fingerprint"] = search.Fingerprint,
        ["parent"] = search.State.Started!.Parent,
        ["step"] = checkpoint.Step,
        ["validation"] = search.State.Completed?.Score,
        ["test"] = search.State.Completed?.TestScore,
        ["use"] = new JsonObject(Metadata(search, checkpoint, string.Empty, ImageInputs.Standardised).Select(text =>
            new KeyValuePair<string, JsonNode?>(text.Key, s_inJson.Contains(text.Key) ? JsonNode.Parse(text.Value) : text.Value))),
        ["job"] = JsonNode.Parse(search.State.Started.Job),
        ["weights"] = new JsonArray([.. BestOf(checkpoint).Select(tensor => (JsonNode)new JsonObject {
            ["name"] = tensor.Name, ["shape"] = new JsonArray([.. tensor.Shape.Select(length => (JsonNode)length)]) })]),
    };

    private static string Tokens(RecordedSearch search) => search.State.Started!.Architecture!;

    private static IReadOnlyList<KeyValuePair<string, string>> Metadata(
        RecordedSearch search, Checkpoint checkpoint, string prefix, string input, string? name = null)
    {
        var (started, completed) = (search.State.Started!, search.State.Completed);
        KeyValuePair<string, string>?[] texts =
        [
            new("search", name ?? search.Name),
            new("fingerprint", search.Fingerprint),
            new("architecture", Tokens(search)),
            new("space", search.Job.Space.Kind),
            new("parent", started.Parent ?? string.Empty),
            new("version", Product.Version),
            new(NetworkTexts.DataDigest, started.DataDigest),
            new(NetworkTexts.Measure, SpaceCatalog.Of(search.Job).Measure.Name),
            Number(NetworkTexts.Validation, completed?.Score),
            Number(NetworkTexts.Test, completed?.TestScore),
            .. SpaceCatalog.Of(search.Job).UseOf(search.Job).Select(text => text.Key == NetworkTexts.Input ? new(text.Key, input) : text),
            .. DataTexts(checkpoint),
        ];
        return [.. texts.OfType<KeyValuePair<string, string>>()
            .Select(text => new KeyValuePair<string, string>(prefix + Named(text.Key), text.Value))];
    }

    private static string Named(string key) => key.Replace('/', '.');

    private static KeyValuePair<string, string>? Number(string key, double? value) =>
        value is { } number ? new(key, number.ToString("R", CultureInfo.InvariantCulture)) : null;

    // What inputs and outputs stand for: means, deviations and classes, or the words. A checkpoint from before sections does not say it.
    private static IReadOnlyCollection<KeyValuePair<string, string>> DataTexts(Checkpoint checkpoint) =>
        checkpoint.Section(NetworkSections.Data)?.Texts ?? [];
}
