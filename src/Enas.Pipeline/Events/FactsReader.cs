using System.Text.Json;

namespace Enas.Pipeline.Events;

/// <summary>Reads one row's facts; a missing or mistyped field is a damaged log, named by row.</summary>
public sealed class FactsReader : IDisposable
{
    private readonly LogRow _row;
    private readonly JsonDocument _document;

    /// <summary>Parses the row's facts.</summary>
    public FactsReader(LogRow row)
    {
        _row = row;
        try
        {
            _document = JsonDocument.Parse(row.Facts, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException e)
        {
            throw Damaged("are not JSON: " + e.Message);
        }

        if (_document.RootElement.ValueKind != JsonValueKind.Object)
        {
            _document.Dispose();
            throw Damaged("are not a JSON object");
        }
    }

    /// <summary>The position that the row's own columns give.</summary>
    public StepPosition Position => new(_row.Step, _row.Phase, _row.Epoch);

    /// <summary>Whether a field is there.</summary>
    public bool Has(string name) => _document.RootElement.TryGetProperty(name, out _);

    /// <summary>A text field.</summary>
    public string Text(string name) => Field(name, JsonValueKind.String).GetString()!;

    /// <summary>A text field that may be absent.</summary>
    public string? OptionalText(string name) => _document.RootElement.TryGetProperty(name, out _) ? Text(name) : null;

    /// <summary>An integer field.</summary>
    public long Integer(string name) =>
        Field(name, JsonValueKind.Number).TryGetInt64(out var value) ? value : throw Damaged($"have no integer \"{name}\"");

    /// <summary>A number field.</summary>
    public double Number(string name) => Finite(Field(name, JsonValueKind.Number), name);

    /// <summary>A number field that may be absent.</summary>
    public double? OptionalNumber(string name) => _document.RootElement.TryGetProperty(name, out _) ? Number(name) : null;

    /// <summary>An integer field that may be absent.</summary>
    public long? OptionalInteger(string name) => _document.RootElement.TryGetProperty(name, out _) ? Integer(name) : null;

    /// <summary>A list of numbers.</summary>
    public double[] Numbers(string name) => [.. Field(name, JsonValueKind.Array).EnumerateArray().Select(e => Finite(e, name))];

    /// <summary>Many numbers as one text, see <see cref="FactsWriter.Packed"/>.</summary>
    public float[] Packed(string name) => PackedNumbers.Read(Text(name)) is { } values && values.All(float.IsFinite)
        ? values : throw Damaged($"have no finite numbers as base64 in \"{name}\"");

    /// <summary>A list of texts.</summary>
    public string[] Texts(string name) => [.. Field(name, JsonValueKind.Array).EnumerateArray()
        .Select(e => e.ValueKind == JsonValueKind.String
            ? e.GetString()! : throw Damaged($"have something else than texts in \"{name}\""))];

    /// <summary>A field's JSON text as it stands.</summary>
    public string Raw(string name) =>
        _document.RootElement.TryGetProperty(name, out var value) ? value.GetRawText() : throw Damaged($"have no \"{name}\"");

    /// <inheritdoc />
    public void Dispose() => _document.Dispose();

    private JsonElement Field(string name, JsonValueKind kind) =>
        _document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw Damaged($"have no \"{name}\" of kind {kind}");

    // A number too large for its type reads as infinity, and a fact is never that.
    private double Finite(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Number && double.IsFinite(element.GetDouble())
            ? element.GetDouble() : throw Damaged($"have a \"{name}\" that is not a finite number");

    private LogDamagedException Damaged(string what) => new($"the facts of a {_row.EventType} event at step {_row.Step} {what}");
}
