using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Sql;

/// <summary>
/// An answer as one JSON object, <c>{"searches": [...], "rows": [{...}, ...]}</c>. Nothing is printed before the last row is there, so that
/// a query which fails on the way leaves no half of an object.
/// </summary>
internal static class SqlJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IReadOnlyList<string> searches, SqlAnswer answer, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            Write(searches, answer, json);
        }

        output.Write(ForeignText.InJson(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length)) + "\n");
    }

    private static void Write(IReadOnlyList<string> searches, SqlAnswer answer, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("searches");
        foreach (var search in searches)
        {
            json.WriteStringValue(search);
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in answer.Rows())
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Count; i++)
            {
                json.WritePropertyName(answer.Columns[i].Name);
                Write(row[i], json);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(object? value, Utf8JsonWriter json)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case double number when !double.IsFinite(number):
                json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case float number when !float.IsFinite(number):
                json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case string or byte[]:
                json.WriteStringValue(SqlText.Of(value));
                break;
            case IDictionary map:
                Write(map, json);
                break;
            case IEnumerable list:
                Write(list, json);
                break;
            default:
                if (SqlText.IsNumber(value))
                {
                    json.WriteRawValue(SqlText.Of(value)!);
                }
                else
                {
                    json.WriteStringValue(SqlText.Of(value));
                }

                break;
        }
    }

    private static void Write(IDictionary map, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var key in map.Keys)
        {
            json.WritePropertyName(SqlText.Of(key)!);
            Write(map[key], json);
        }

        json.WriteEndObject();
    }

    private static void Write(IEnumerable list, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var item in list)
        {
            Write(item, json);
        }

        json.WriteEndArray();
    }
}
