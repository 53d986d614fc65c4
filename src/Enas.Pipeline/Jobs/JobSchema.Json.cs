using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

// The table as JSON Schema, for completion and checks in editors.
public static partial class JobSchema
{
    private static readonly JsonWriterOptions s_writing = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    // Editors see every kind's options; which of them belong together, validate says.
    private static JobTable Every =>
        new(null, null, [.. Tables.SelectMany(table => table.Options).GroupBy(option => option.Key).Select(rows => Joined([.. rows]))]);

    /// <summary>A JSON schema (draft 2020-12) of job files.</summary>
    public static string ToJsonSchema()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, s_writing))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            writer.WriteString("title", "Enas job");
            WriteSection(writer, Every, "");
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteSection(Utf8JsonWriter writer, JobTable every, string prefix)
    {
        writer.WriteString("type", "object");
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteStartArray("required");
        foreach (var name in every.NamesIn(prefix).Where(name => NeedsValue(prefix + name)))
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("properties");
        if (prefix.Length == 0)
        {
            writer.WriteStartObject("$schema");
            writer.WriteString("type", "string");
            writer.WriteEndObject();
        }

        foreach (var name in every.NamesIn(prefix))
        {
            writer.WriteStartObject(name);
            if (every.Find(prefix + name) is { } option)
            {
                WriteOption(writer, option);
            }
            else
            {
                WriteSection(writer, every, prefix + name + ".");
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static bool NeedsValue(string key) => Tables.All(table => table.Options.Any(option =>
        option.IsRequired && (option.Key == key || option.Key.StartsWith(key + ".", StringComparison.Ordinal))));

    /// <summary>One row for a key that several kinds have: whatever one of them allows.</summary>
    private static JobOption Joined(JobOption[] rows) => rows[0] with
    {
        Description = string.Join(" / ", rows.Select(row => row.Description).Distinct()),
        Default = rows.All(row => row.Default == rows[0].Default) ? rows[0].Default : null,
        Allowed = [.. rows.SelectMany(row => row.Allowed).Distinct()],
        Minimum = rows.Any(row => row.Minimum is null)
            ? null : rows.MinBy(row => double.Parse(row.Minimum!, CultureInfo.InvariantCulture))!.Minimum,
        Maximum = rows.Any(row => row.Maximum is null)
            ? null : rows.MaxBy(row => double.Parse(row.Maximum!, CultureInfo.InvariantCulture))!.Maximum,
        AboveMinimum = rows.All(row => row.AboveMinimum),
        BelowMaximum = rows.All(row => row.BelowMaximum),
    };

    private static void WriteOption(Utf8JsonWriter writer, JobOption option)
    {
        writer.WriteString("description", option.Description);
        WriteType(writer, option);
        WriteBound(writer, option.AboveMinimum ? "exclusiveMinimum" : "minimum", option.Minimum);
        WriteBound(writer, option.BelowMaximum ? "exclusiveMaximum" : "maximum", option.Maximum);
        if (option.Default is not null)
        {
            writer.WritePropertyName("default");
            writer.WriteRawValue(option.Default);
        }
    }

    private static void WriteType(Utf8JsonWriter writer, JobOption option)
    {
        writer.WriteString("type", option.Type switch
        {
            JobOptionType.Integer => "integer",
            JobOptionType.Number => "number",
            JobOptionType.Boolean => "boolean",
            JobOptionType.TextList => "array",
            JobOptionType.Structure => option.Form!.SchemaType,
            _ => "string",
        });
        if (option.Type != JobOptionType.TextList)
        {
            WriteWords(writer, option);
            return;
        }

        writer.WriteBoolean("uniqueItems", !option.IsSequence);
        writer.WriteNumber("minItems", option.Allowed.Count > 0 ? 1 : 0);
        writer.WriteStartObject("items");
        writer.WriteString("type", "string");
        WriteWords(writer, option);
        writer.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter writer, JobOption option)
    {
        if (option.Allowed.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("enum");
        foreach (var word in option.Allowed)
        {
            writer.WriteStringValue(word);
        }

        writer.WriteEndArray();
    }

    private static void WriteBound(Utf8JsonWriter writer, string name, string? bound)
    {
        if (bound is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(bound);
        }
    }
}
