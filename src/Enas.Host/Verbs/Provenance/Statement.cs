using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;

namespace Enas.Host.Verbs.Provenance;

/// <summary>
/// What is said of a network: an in-toto statement (in-toto.io/Statement/v1) whose predicate is the provenance of SLSA
/// (slsa.dev/provenance/v1). The job's facts are its parameters; data and search, by their digests, are what it was made from.
/// </summary>
/// <param name="File">What the network's file was called.</param>
/// <param name="Digest">SHA-256 of the file.</param>
/// <param name="Training">The training's fingerprint.</param>
/// <param name="Search">The fingerprint of the search that chose the architecture; null where there was none.</param>
/// <param name="Data">The digest of the decoded data.</param>
/// <param name="Job">The job's facts as canonical JSON.</param>
/// <param name="Name">What the file calls the training.</param>
/// <param name="Input">What the network takes of images.</param>
/// <param name="Version">The program that wrote the file.</param>
/// <param name="Test">What the test came to; null where none was made.</param>
internal sealed record Statement(
    string File, string Digest, string Training, string? Search, string Data, string Job, string Architecture, string Name, string Input,
    string Version, double? Test)
{
    private const string StatementType = "https://in-toto.io/Statement/v1";
    private const string PredicateType = "https://slsa.dev/provenance/v1";
    private const string BuildType = "urn:enas:final-training:v1";
    private const string Builder = "urn:enas:program";

    /// <summary>What can be said of a network of a training.</summary>
    /// <param name="file">What the network's file is called.</param>
    /// <param name="digest">SHA-256 of the file.</param>
    /// <param name="input">What the network takes of images.</param>
    public static Statement Of(RecordedSearch training, string file, string digest, string input)
    {
        var started = training.State.Started!;
        return new(file, digest, training.Fingerprint, started.Parent, started.DataDigest, started.Job, started.Architecture!,
            training.Name, input, Product.Version, training.State.Completed?.TestScore);
    }

    /// <summary>The statement in JSON; null where it is none of these.</summary>
    public static Statement? TryRead(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Envelope.StrictJson);
            var root = document.RootElement;
            var predicate = root.GetProperty("predicate");
            var build = predicate.GetProperty("buildDefinition");
            if (root.GetProperty("_type").GetString() != StatementType || root.GetProperty("predicateType").GetString() != PredicateType
                || build.GetProperty("buildType").GetString() != BuildType)
            {
                return null;
            }

            var (subject, parameters) = (root.GetProperty("subject")[0], build.GetProperty("externalParameters"));
            var (sources, run) = (build.GetProperty("resolvedDependencies"), predicate.GetProperty("runDetails"));
            return new Statement(
                Text(subject, "name"), Digests(subject), Text(run.GetProperty("metadata"), "invocationId"), Find(sources, "search"),
                Find(sources, "data") ?? throw new KeyNotFoundException("data"), parameters.GetProperty("job").GetRawText(),
                Text(parameters, "architecture"), Text(parameters, "name"), Text(parameters, "input"),
                Text(run.GetProperty("builder").GetProperty("version"), "enas"),
                build.GetProperty("internalParameters").TryGetProperty("test", out var test) ? test.GetDouble() : null);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>It in JSON, in UTF-8.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["_type"] = StatementType,
        ["subject"] = new JsonArray(Resource(File, Digest)),
        ["predicateType"] = PredicateType,
        ["predicate"] = new JsonObject
        {
            ["buildDefinition"] = new JsonObject
            {
                ["buildType"] = BuildType,
                ["externalParameters"] = new JsonObject
                {
                    ["job"] = JsonNode.Parse(Job),
                    ["architecture"] = Architecture,
                    ["name"] = Name,
                    ["input"] = Input,
                },
                ["internalParameters"] = Test is { } test ? new JsonObject { ["test"] = test } : new JsonObject(),
                ["resolvedDependencies"] = new JsonArray(
                    [Resource("data", Data), .. Search is null ? [] : (JsonNode[])[Resource("search", Search)]]),
            },
            ["runDetails"] = new JsonObject
            {
                ["builder"] = new JsonObject { ["id"] = Builder, ["version"] = new JsonObject { ["enas"] = Version } },
                ["metadata"] = new JsonObject { ["invocationId"] = Training },
            },
        },
    }.ToJsonString());

    private static JsonObject Resource(string name, string digest) =>
        new() { ["name"] = name, ["digest"] = new JsonObject { ["sha256"] = digest } };

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? throw new KeyNotFoundException(name);

    private static string Digests(JsonElement resource) => Text(resource.GetProperty("digest"), "sha256");

    private static string? Find(JsonElement resources, string name) => resources.EnumerateArray()
        .Where(resource => Text(resource, "name") == name).Select(Digests).FirstOrDefault();
}
