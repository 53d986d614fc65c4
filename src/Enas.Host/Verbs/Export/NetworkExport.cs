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

/// <summary>Takes the network of a final training away: its best weights by validation, to be used without this program.</summary>
internal static class NetworkExport
{
    /// <summary>The formats that are of a network, not of a log.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["onnx", "safetensors", "json"];

    // As the checkpoints of a final training name the weights with the best validation.
    private const string Best = "best/";

    public static async Task<int> RunAsync(string name, string format, string? file, bool force, Terminal terminal)
    {
        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(name));
        var output = OutputFile.NamedOr(file, Path.Combine(search.Folder.Export, $"network.{format}"), force);
        var path = output.FullName;
        var checkpoint = await CheckpointAsync(search);
        await output.WriteAsync(staged => WriteAsync(search, checkpoint, format, staged));
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"wrote {path}, "
            + $"{new FileInfo(path).Length:N0} bytes: {Tokens(search)}, weights of step {checkpoint.Step} with the best validation"));
        terminal.Result(new JsonObject
        {
            ["search"] = search.Folder.Root,
            ["file"] = path,
            ["format"] = format,
            ["architecture"] = Tokens(search),
            ["fingerprint"] = search.Fingerprint,
            ["step"] = checkpoint.Step
        });
        return ExitCodes.Done;
    }

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

    private static async Task WriteAsync(RecordedSearch search, Checkpoint checkpoint, string format, string path)
    {
        switch (format)
        {
            case "onnx":
                await File.WriteAllBytesAsync(path, Onnx(search, checkpoint));
                break;
            case "safetensors":
                await using (var stream = File.Create(path))
                {
                    var metadata = Metadata(search, checkpoint, string.Empty);
                    SafetensorsExport.Write(stream, new Checkpoint(checkpoint.Step, metadata, BestOf(checkpoint)));
                }

                break;
            default:
                await File.WriteAllTextAsync(path, Json(search, checkpoint).ToJsonString(new() { WriteIndented = true }) + "\n");
                break;
        }
    }

    private static byte[] Onnx(RecordedSearch search, Checkpoint checkpoint)
    {
        var space = SpaceCatalog.Create(search.Job);
        var (architecture, metadata) = (space.Parse(Tokens(search)), Metadata(search, checkpoint, "enas."));
        var module = SpaceCatalog.Of(search.Job);
        if (module.OnnxRefusalOf(search.Job) is { } refusal)
        {
            throw new CommandLineException(refusal);
        }

        // A checkpoint from before sections does not say what its images look like; only their data does then.
        ImageShape Shape() => ImageDataSection.ShapeIn(checkpoint) ?? ShapeOfData();
        ImageShape ShapeOfData() => TaskCatalog.Load(search.Job) is ImageData images
            ? ImageShape.Of(images.Corpus)
            : throw new NotFoundException("the data of this training are no images");
        return module.ToOnnx(new OnnxRequest(space, architecture, search.Job, Shape, checkpoint.Tensors, Best, metadata));
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
        ["job"] = JsonNode.Parse(search.State.Started.Job),
        ["weights"] = new JsonArray([.. BestOf(checkpoint).Select(tensor => (JsonNode)new JsonObject {
            ["name"] = tensor.Name, ["shape"] = new JsonArray([.. tensor.Shape.Select(length => (JsonNode)length)]) })]),
    };

    private static string Tokens(RecordedSearch search) => search.State.Started!.Architecture!;

    private static IReadOnlyList<KeyValuePair<string, string>> Metadata(RecordedSearch search, Checkpoint checkpoint, string prefix) =>
    [
        new($"{prefix}search", search.Name),
        new($"{prefix}fingerprint", search.Fingerprint),
        new($"{prefix}architecture", Tokens(search)),
        new($"{prefix}space", search.Job.Space.Kind),
        new($"{prefix}parent", search.State.Started!.Parent ?? string.Empty),
        new($"{prefix}version", Product.Version),
        .. DataTexts(checkpoint)
            .Select(text => new KeyValuePair<string, string>($"{prefix}{text.Key.Replace('/', '.')}", text.Value)),
    ];

    // What inputs and outputs stand for: means, deviations and classes, or the words. A checkpoint from before sections does not say it.
    private static IReadOnlyCollection<KeyValuePair<string, string>> DataTexts(Checkpoint checkpoint) =>
        checkpoint.Section(NetworkSections.Data)?.Texts ?? [];
}
