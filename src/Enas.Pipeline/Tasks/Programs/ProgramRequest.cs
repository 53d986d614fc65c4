using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Tasks.Programs;

/// <summary>The JSON document that a program gets.</summary>
/// <param name="Search">The name of the search.</param>
/// <param name="Fingerprint">Hash of its first fact, which never changes.</param>
/// <param name="Scratch">A folder of the architecture's own, which stays when the program is run again.</param>
internal sealed record ProgramRequest(string Search, string Fingerprint, string Scratch)
{
    /// <summary>The version of the document.</summary>
    public const int Format = 1;

    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document of an order, on one line that a line feed ends.</summary>
    /// <param name="order">Which evaluation.</param>
    /// <param name="choices">What was chosen, by decision, as JSON.</param>
    /// <param name="measure">The name of what is measured.</param>
    /// <param name="costs">The costs that the job asks for.</param>
    public byte[] ToJson(ChildOrder order, SearchSpace space, IReadOnlyList<(string Decision, string Json)> choices, string measure,
        IReadOnlyList<CostMeasure> costs)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, s_writing))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteString("search", Search);
            writer.WriteString("fingerprint", Fingerprint);
            writer.WriteNumber("seed", order.Seed);
            writer.WriteNumber("rung", order.Rung);
            WriteBudget(writer, order.Steps);
            writer.WriteString("measure", measure);
            if (costs.Count > 0)
            {
                writer.WriteStartArray("costs");
                foreach (var cost in costs)
                {
                    writer.WriteStringValue(cost.Name);
                }

                writer.WriteEndArray();
            }

            writer.WriteString("scratch", Scratch);
            writer.WriteStartObject("architecture");
            writer.WriteString("tokens", order.Tokens);
            writer.WriteStartObject("choices");
            foreach (var (decision, json) in choices)
            {
                writer.WritePropertyName(decision);
                writer.WriteRawValue(json);
            }

            writer.WriteEndObject();
            WriteGraph(writer, space.GraphOf(space.Parse(order.Tokens)));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        bytes.Write(Encoding.UTF8.GetBytes("\n"));
        return bytes.ToArray();
    }

    private static void WriteBudget(Utf8JsonWriter writer, long steps)
    {
        if (steps > 0)
        {
            writer.WriteNumber("budget", steps);
        }
        else
        {
            writer.WriteNull("budget");
        }
    }

    private static void WriteGraph(Utf8JsonWriter writer, ArchitectureGraph graph)
    {
        writer.WriteStartObject("graph");
        writer.WriteStartArray("nodes");
        foreach (var node in graph.Nodes)
        {
            writer.WriteStringValue(node);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("edges");
        foreach (var edge in graph.Edges)
        {
            writer.WriteStartObject();
            writer.WriteNumber("from", edge.From);
            writer.WriteNumber("to", edge.To);
            writer.WriteString("label", edge.Label);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
