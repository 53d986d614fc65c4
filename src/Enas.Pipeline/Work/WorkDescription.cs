using System.Text;
using System.Text.Json;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Work;

/// <summary>
/// What an item computes, as its description says it: one form, so that equal work has equal bytes and the same key. It names no command
/// line, and no path: where it lies and where its data lie are names below roots that each machine has for itself.
/// </summary>
/// <param name="Kind">A training, a search or a range of one that is made again.</param>
/// <param name="Place">Where it lies below the root of the store, see <see cref="WorkPlaces"/>.</param>
/// <param name="Job">The job, with its data below the root of data.</param>
/// <param name="JobFile">The job file, byte for byte, which stays beside the log; empty where nothing is written.</param>
/// <param name="Numerics">The arithmetic of the policy, which every backend of one version shares.</param>
/// <param name="Backend"><c>cpu</c> or <c>torch</c>.</param>
/// <param name="DeviceClass"><c>cpu</c> or <c>cuda</c>.</param>
internal sealed record WorkDescription(
    WorkKind Kind, string Place, JobOptions Job, ReadOnlyMemory<byte> JobFile, string Numerics, string Backend, string DeviceClass)
{
    private const int Format = 1;
    private const int BitsOfAKilobyte = 10;
    private const int MostOfAPath = 4096;

    // The root of data itself: programs of a job that lies there run in it.
    private const string RootItself = ".";

    private static readonly (WorkKind Kind, string Name)[] s_kinds =
        [(WorkKind.Training, "training"), (WorkKind.Search, "search"), (WorkKind.Replay, "replay")];

    /// <summary>The architecture of a training; null of a search.</summary>
    public string? Tokens { get; init; }

    /// <summary>The fact head of the search that a training is a child of; null where there is none.</summary>
    public string? Parent { get; init; }

    /// <summary>The digest that its data must have; null where nobody knows it yet.</summary>
    public string? DataDigest { get; init; }

    /// <summary>What is made again; null of what is not made again.</summary>
    public WorkRange? Range { get; init; }

    /// <summary>Its bytes; null where it cannot be said in this form.</summary>
    /// <param name="dataRoot">The root of data, as a full path.</param>
    public byte[]? TryWrite(string dataRoot) => TryWrite(dataRoot, out _);

    /// <summary>Its bytes; null where it cannot be said in this form: data outside of the root of data, a job file that is no text, or
    /// more than <see cref="WorkItem.MostBytes"/>.</summary>
    /// <param name="dataRoot">The root of data, as a full path.</param>
    /// <param name="whyNot">Which of the three it is, in words; null where there are bytes.</param>
    public byte[]? TryWrite(string dataRoot, out string? whyNot)
    {
        var values = new List<(string Key, string Json)>();
        foreach (var (option, json) in JobJson.Values(Job))
        {
            if (NameOf(option, json, dataRoot) is not { } named)
            {
                whyNot = $"{option.Key} is {ForeignText.Shown(json, MostOfAPath)}, which lies outside of the root of data "
                    + ForeignText.Shown(dataRoot, MostOfAPath);
                return null;
            }

            values.Add((option.Key, named));
        }

        var text = new StringBuilder($"{{\"format\":{Format},\"kind\":\"{s_kinds.First(known => known.Kind == Kind).Name}\"");
        Add("place", Place);
        Add("numerics", Numerics);
        Add("backend", Backend);
        Add("device", DeviceClass);
        Add("tokens", Tokens);
        Add("parent", Parent);
        Add("data", DataDigest);
        text.Append(Range?.ToJson());
        text.Append(",\"job\":").Append(JobJson.Nest(values, indented: false));
        try
        {
            Add("file", JsonPositions.Decode(JobFile.Span));
        }
        catch (DecoderFallbackException)
        {
            whyNot = "its job file is no UTF-8 text";
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(text.Append('}').ToString());
        whyNot = bytes.Length <= WorkItem.MostBytes ? null
            : $"what it says of its job has {bytes.Length >> BitsOfAKilobyte} KiB; allowed are {WorkItem.MostBytes >> BitsOfAKilobyte}";
        return whyNot is null ? bytes : null;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                text.Append($",\"{name}\":").Append(CanonicalJson.Text(value));
            }
        }
    }

    /// <summary>What bytes from elsewhere say: read as strictly as a job file, and refused where they are not exactly what
    /// <see cref="TryWrite(string)"/> writes.</summary>
    /// <param name="dataRoot">The root of data on this machine, as a full path.</param>
    /// <exception cref="BadInputException">They are no description, or one that reaches out of its roots.</exception>
    /// <exception cref="JobRefusedException">The job in it has errors.</exception>
    public static WorkDescription Read(ReadOnlyMemory<byte> bytes, string dataRoot)
    {
        var (read, job) = Parse(bytes);
        if (!WorkPlaces.IsPlace(read.Place))
        {
            throw Refused($"its place is \"{ForeignText.Shown(read.Place)}\"; allowed are names of letters, digits, '-', '_' and '.' "
                + "with a slash between them");
        }

        var options = JobReader.Read(job, Path.Combine(dataRoot, "job.json"), [], dataRoot, static _ => null).Required();
        read = read with { Job = options };
        return read.TryWrite(dataRoot) is { } written && written.AsSpan().SequenceEqual(bytes.Span) ? read
            : throw Refused("it is not in the one form that a description has, or its data are outside of the root of data; another "
                + "version of enas may have written it");
    }

    private static (WorkDescription Read, byte[] Job) Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
            var kind = Text("kind") ?? string.Empty;
            if (!s_kinds.Any(known => known.Name == kind))
            {
                throw Refused($"its kind is \"{ForeignText.Shown(kind)}\"; "
                    + $"allowed are {string.Join(", ", s_kinds.Select(known => known.Name))}");
            }

            return (new WorkDescription(
                s_kinds.First(known => known.Name == kind).Kind, Text("place") ?? string.Empty, null!,
                Encoding.UTF8.GetBytes(Text("file") ?? string.Empty), Text("numerics") ?? string.Empty, Text("backend") ?? string.Empty,
                Text("device") ?? string.Empty)
            {
                Tokens = Text("tokens"),
                Parent = Text("parent"),
                DataDigest = Text("data"),
                Range = root.TryGetProperty(WorkRange.Name, out var range) ? WorkRange.Read(range) : null,
            }, Encoding.UTF8.GetBytes(root.GetProperty("job").GetRawText()));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Refused($"it is no description: {ForeignText.Shown(fault.Message)}");
        }
    }

    // A path is said below the root, and what is above it is not said at all.
    private static string? NameOf(JobOption option, string json, string dataRoot)
    {
        if (option.Type != JobOptionType.Path || json == CanonicalJson.Text(string.Empty))
        {
            return json;
        }

        using var path = JsonDocument.Parse(json);
        var name = Path.GetRelativePath(dataRoot, path.RootElement.GetString()!);
        var isBelow = name == RootItself || (!Path.IsPathRooted(name) && name.Split('/').All(part => part is not ("" or "." or ".."))
            && !name.Contains("${", StringComparison.Ordinal));
        return isBelow ? CanonicalJson.Text(name) : null;
    }

    private static BadInputException Refused(string why) => new($"an item of work is refused: {why}");
}
