using System.Globalization;
using System.Text.Json;
using Enas.Pipeline.Events;

namespace Enas.Pipeline.Replay;

/// <summary>
/// Compares a fact that was made again with the recorded one: type, version and facts as hashed, then the columns beside them, which people
/// query. Durations and other observations are nobody's to repeat.
/// </summary>
internal static class FactComparison
{
    private const string Absent = "nothing";

    /// <summary>The first difference, or null.</summary>
    public static Divergence? FirstDifference(CommittedRow recorded, LogRow made)
    {
        var row = recorded.Row;
        if (row.EventType != made.EventType)
        {
            return new Divergence(recorded.Sequence, row.Step, row.EventType, "event_type", row.EventType, made.EventType);
        }

        var difference = row.SchemaVersion != made.SchemaVersion ? ("schema_version", $"{row.SchemaVersion}", $"{made.SchemaVersion}")
            : row.Facts != made.Facts ? FirstField(row.Facts, made.Facts)
            : FirstColumn(row, made);
        return difference is var (field, was, now) ? new Divergence(recorded.Sequence, row.Step, row.EventType, field, was, now) : null;
    }

    private static (string Field, string Recorded, string Recomputed)? FirstColumn(LogRow recorded, LogRow made)
    {
        (string Name, object? Recorded, object? Made)[] columns =
        [
            ("step", recorded.Step, made.Step), ("phase", recorded.Phase, made.Phase), ("epoch", recorded.Epoch, made.Epoch),
            ("architecture", recorded.Architecture, made.Architecture), ("log_prob", recorded.LogProb, made.LogProb),
            ("entropy", recorded.Entropy, made.Entropy), ("loss", recorded.Loss, made.Loss), ("metric", recorded.Metric, made.Metric),
            ("reward", recorded.Reward, made.Reward), ("baseline", recorded.Baseline, made.Baseline), ("advantage", recorded.Advantage, made.Advantage),
            ("grad_norm", recorded.GradNorm, made.GradNorm), ("learning_rate", recorded.LearningRate, made.LearningRate),
        ];
        foreach (var (name, was, now) in columns)
        {
            if (!Equals(was, now))
            {
                return ($"column {name}", Text(was), Text(now));
            }
        }

        return null;
    }

    private static string Text(object? value) => value is null ? Absent : string.Create(CultureInfo.InvariantCulture, $"{value}");

    private static (string Field, string Recorded, string Recomputed) FirstField(string recorded, string made)
    {
        using var was = JsonDocument.Parse(recorded);
        using var now = JsonDocument.Parse(made);
        return Differing(was.RootElement, now.RootElement, string.Empty) ?? ("facts", recorded, made);
    }

    // Objects are walked in recorded order, so that what is named is a value and not a whole section.
    private static (string Field, string Recorded, string Recomputed)? Differing(JsonElement was, JsonElement now, string path)
    {
        if (was.ValueKind != JsonValueKind.Object || now.ValueKind != JsonValueKind.Object)
        {
            return was.GetRawText() == now.GetRawText() ? null : (path, was.GetRawText(), now.GetRawText());
        }

        foreach (var property in was.EnumerateObject())
        {
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (!now.TryGetProperty(property.Name, out var other))
            {
                return (name, property.Value.GetRawText(), Absent);
            }

            if (Differing(property.Value, other, name) is { } difference)
            {
                return difference;
            }
        }

        foreach (var property in now.EnumerateObject())
        {
            if (!was.TryGetProperty(property.Name, out _))
            {
                return (path.Length == 0 ? property.Name : $"{path}.{property.Name}", Absent, property.Value.GetRawText());
            }
        }

        return null;
    }
}
