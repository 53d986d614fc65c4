using System.Globalization;
using System.Text;
using System.Text.Json;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>
/// What Katib's ENAS says of a trial: <c>architecture</c>, a list for each layer of an operation's number and its bits, and
/// <c>nn_config</c>, whose <c>embedding</c> says what the numbers stand for. Read as an object with the two, as the list of the trial's
/// parameters (<c>name</c> and <c>value</c>), or as the two one after the other; in Katib's own texts single quotes stand for double ones.
/// Bits mean what they mean here: entry 0 is the input of the network, entry i the output of layer i - 1.
/// </summary>
/// <remarks>The number of filters is the job's affair, so it is passed over; a stride other than 1 is not, since it
/// is another network.</remarks>
internal static class KatibTrial
{
    private const string Form = "Katib's ENAS says {\"architecture\": [[2], "
        + "[0, 1], ...], \"nn_config\": {\"embedding\": {\"0\": {\"opt_type\": ..., \"opt_params\": ...}, ...}}}";

    private static readonly string[] s_types = ["convolution", "separable_convolution", "depthwise_convolution", "reduction"];

    /// <summary>The network of a trial. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static MacroNetwork Read(string text)
    {
        var (architecture, configuration) = Parts(text);
        if (architecture is not { ValueKind: JsonValueKind.Array } layers
            || configuration is not { ValueKind: JsonValueKind.Object } config)
        {
            throw new ArchitectureFormatException(
                $"{(architecture is null ? "no architecture" : "no nn_config, without which its numbers mean nothing")}; {Form}");
        }

        return Member(config, "embedding") is { ValueKind: JsonValueKind.Object } embedding
            ? new MacroNetwork([.. layers.EnumerateArray().Select((layer, number) => Layer(layer, number, embedding))])
            : throw new ArchitectureFormatException($"nn_config has no embedding; {Form}");
    }

    private static MacroLayer Layer(JsonElement layer, int number, JsonElement embedding)
    {
        var tokens = layer.ValueKind == JsonValueKind.Array ? layer.EnumerateArray().Select(Number).ToArray() : [];
        if (tokens.Length != number + 1 || tokens.Any(token => token is null) || tokens.Skip(1).Any(bit => bit > 1))
        {
            throw new ArchitectureFormatException($"layer {number}: {ForeignText.Shown(layer.GetRawText(), TokenNumbers.MostShown)}; "
                + $"it has {number + 1} numbers: its operation's and {number} bits");
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{tokens[0]}");
        var operation = Member(embedding, id) is { ValueKind: JsonValueKind.Object } said
            ? Operation(said, number)
            : throw new ArchitectureFormatException($"layer {number}: the embedding does not say what operation {id} is");
        return new MacroLayer(operation, [.. Enumerable.Range(0, number).Where(entry => tokens[entry + 1] == 1)]);
    }

    private static MacroOperation Operation(JsonElement said, int layer)
    {
        var type = Text(Member(said, "opt_type"));
        var parameters = Member(said, "opt_params") is { ValueKind: JsonValueKind.Object } given ? given : default;
        var size = Text(Member(parameters, type == "reduction" ? "pool_size" : "filter_size"));
        var kind = type == "reduction" ? Text(Member(parameters, "reduction_type")) : type;

        // Keras pools by the size of its window where no stride is given; everything else has stride 1.
        var stride = Text(Member(parameters, "stride")) is { Length: > 0 } own ? own : type == "reduction" ? size : "1";
        return (kind, size, stride, Text(Member(parameters, "depth_multiplier"))) switch
        {
            ("convolution", "3", "1", _) => MacroOperation.Convolution3,
            ("convolution", "5", "1", _) => MacroOperation.Convolution5,
            ("separable_convolution", "3", "1", "" or "1") => MacroOperation.SeparableConvolution3,
            ("separable_convolution", "5", "1", "" or "1") => MacroOperation.SeparableConvolution5,
            ("avg_pooling", "3", "1", _) => MacroOperation.AveragePool3,
            ("max_pooling", "3", "1", _) => MacroOperation.MaxPool3,
            _ => throw new ArchitectureFormatException($"layer {layer}: {Shown()} is not an operation of this space"
                + (s_types.Contains(type) ? string.Empty : Nearest.Hint(type, s_types))
                + "; allowed: convolution and separable_convolution of size 3 or 5, "
                + "max_pooling and avg_pooling of size 3, all of stride 1"),
        };

        string Shown() => ForeignText.Shown(
            $"{kind} of size {(size.Length > 0 ? size : "not given")} and stride {stride}", 2 * TokenNumbers.MostShown);
    }

    private static (JsonElement? Architecture, JsonElement? Configuration) Parts(string text)
    {
        var values = Values(text);
        if (values is [{ ValueKind: JsonValueKind.Array } lists, { ValueKind: JsonValueKind.Object } config])
        {
            return (lists, config);
        }

        var whole = values.Count == 1 ? values[0] : throw new ArchitectureFormatException($"{values.Count} JSON values; {Form}");
        whole = Member(whole, "parameterAssignments") ?? whole;
        if (whole.ValueKind == JsonValueKind.Array && whole.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Array))
        {
            return (whole, null);
        }

        return whole.ValueKind == JsonValueKind.Array ? (Assignment(whole, "architecture"), Assignment(whole, "nn_config"))
            : (Unfolded(Member(whole, "architecture")), Unfolded(Member(whole, "nn_config")));
    }

    private static JsonElement? Assignment(JsonElement list, string name)
    {
        foreach (var item in list.EnumerateArray())
        {
            if (Text(Member(item, "name")) == name)
            {
                return Unfolded(Member(item, "value"));
            }
        }

        return null;
    }

    /// <summary>A value that Katib may have written as a text.</summary>
    private static JsonElement? Unfolded(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text ? Values(text.GetString()!) is [var only] ? only : null : value;

    private static List<JsonElement> Values(string text)
    {
        // Katib writes its own texts with single quotes, and no name of theirs holds a quote.
        var bytes = Encoding.UTF8.GetBytes(text.Contains('"', StringComparison.Ordinal) ? text : text.Replace('\'', '"'));
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        var values = new List<JsonElement>();
        try
        {
            while (reader.Read())
            {
                values.Add(JsonElement.ParseValue(ref reader));
            }
        }
        catch (JsonException e)
        {
            throw new ArchitectureFormatException($"not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; {Form}");
        }

        return values;
    }

    private static int? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number : null;

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(name, out var member) ? member : null;

    private static string Text(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => string.Empty,
    };
}
