using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>The list of decisions of a job: reads it whole, with every fault at its place, and writes it in one way.</summary>
internal sealed class CustomForm : IOptionForm
{
    /// <summary>Decisions that a space may have.</summary>
    public const int MostDecisions = 1000;

    /// <inheritdoc />
    public string SchemaType => "array";

    /// <inheritdoc />
    public (string? Json, IReadOnlyList<ValueFault> Faults) Read(PlacedNode node)
    {
        var reading = ReadDecisions(node);
        return reading.Faults.Count > 0 ? (null, reading.Faults)
            : ($"[{string.Join(",", reading.Decisions.Select(decision => decision.Json))}]", []);
    }

    /// <summary>The decisions of a canonical text.</summary>
    public static IReadOnlyList<CustomDecision> Of(string json) =>
        [.. ReadDecisions(JsonPositions.Parse(json).Root).Decisions.Select(decision => decision.Decision)];

    private static CustomReading ReadDecisions(PlacedNode node)
    {
        var reading = new CustomReading([.. NamesOf(node)]);
        if (node is not JsonArrayNode list)
        {
            reading.Refuse(JobErrorCodes.WrongType, node, $"is {node.KindName}; expected a list of decisions, each an object with "
                + "\"name\" and \"kind\"");
            return reading;
        }

        foreach (var item in list.Items.Take(MostDecisions))
        {
            reading.Add(item);
        }

        if (list.Items.Count > MostDecisions)
        {
            reading.Refuse(JobErrorCodes.BadList, list.Items[MostDecisions],
                $"has {list.Items.Count} decisions; allowed: at most {MostDecisions}");
        }

        if (reading.Faults.Count == 0)
        {
            reading.CheckConditions(node);
        }

        return reading;
    }

    private static IEnumerable<string> NamesOf(PlacedNode node) => node is not JsonArrayNode list ? []
        : from item in list.Items.OfType<JsonObjectNode>()
          from member in item.Members
          where member.Key == "name"
          select member.Value is JsonTextNode text ? text.Text : string.Empty;
}
