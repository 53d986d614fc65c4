using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Enas.Pipeline.Events;

/// <summary>
/// Writes facts as JSON text in the order of the calls: no white space, numbers in shortest round-trip form, never NaN; what is
/// absent is not written.
/// </summary>
public sealed class FactsWriter
{
    private readonly StringBuilder _text = new("{");

    /// <summary>A text field.</summary>
    public FactsWriter Text(string name, string value)
    {
        Name(name).Append('"').Append(JsonEncodedText.Encode(value).ToString()).Append('"');
        return this;
    }

    /// <summary>An integer field.</summary>
    public FactsWriter Integer(string name, long value)
    {
        Name(name).Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>A number field; throws <see cref="ArgumentException"/> when it is not finite.</summary>
    public FactsWriter Number(string name, double value)
    {
        AppendNumber(Name(name), value, name);
        return this;
    }

    /// <summary>A number field that may be absent.</summary>
    public FactsWriter OptionalNumber(string name, double? value) => value is { } number ? Number(name, number) : this;

    /// <summary>An integer field that may be absent.</summary>
    public FactsWriter OptionalInteger(string name, long? value) => value is { } integer ? Integer(name, integer) : this;

    /// <summary>A list of numbers.</summary>
    public FactsWriter Numbers(string name, IEnumerable<double> values)
    {
        var text = Name(name).Append('[');
        var first = true;
        foreach (var value in values)
        {
            text.Append(first ? string.Empty : ",");
            AppendNumber(text, value, name);
            first = false;
        }

        text.Append(']');
        return this;
    }

    /// <summary>Many numbers as one text: base64 of float32, little-endian. Throws <see cref="ArgumentException"/> when one is not
    /// finite.</summary>
    public FactsWriter Packed(string name, IReadOnlyList<float> values)
    {
        if (values.FirstOrDefault(value => !float.IsFinite(value)) is var bad && !float.IsFinite(bad))
        {
            throw new ArgumentException($"{name} holds {bad}: a fact is never NaN or infinite");
        }

        // Base64 has nothing that JSON escapes.
        Name(name).Append('"').Append(PackedNumbers.Of(values)).Append('"');
        return this;
    }

    /// <summary>A list of texts.</summary>
    public FactsWriter Texts(string name, IEnumerable<string> values)
    {
        Name(name).Append('[').AppendJoin(',', values.Select(value => $"\"{JsonEncodedText.Encode(value)}\"")).Append(']');
        return this;
    }

    /// <summary>A field whose value is JSON text already in canonical form.</summary>
    public FactsWriter Raw(string name, string json)
    {
        Name(name).Append(json);
        return this;
    }

    /// <inheritdoc />
    public override string ToString() => _text + "}";

    private StringBuilder Name(string name) => _text.Append(_text.Length > 1 ? "," : string.Empty).Append('"').Append(name).Append("\":");

    private static void AppendNumber(StringBuilder text, double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"{name} is {value}: a fact is never NaN or infinite");
        }

        text.Append(value.ToString("R", CultureInfo.InvariantCulture));
    }
}
