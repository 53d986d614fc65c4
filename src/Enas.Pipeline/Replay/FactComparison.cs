using System.Globalization;
using System.Text.Json;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Pipeline.Replay;

/// <summary>
/// Compares a fact that was made again with the recorded one: type, version and facts as hashed, then the columns beside them, which people
/// query. Durations and other observations are nobody's to repeat.
/// </summary>
internal static class FactComparison
{
    private const string Absent = "nothing";

    /// <summary>The first difference, or null.</summary>
    /// <param name="recorded">As the log has it.</param>
    /// <param name="made">As it came out now.</param>
    /// <param name="tolerance">How the numbers of an inexact backend may differ; null for bit for bit. What the policy made is exact
    /// in any case.</param>
    public static Divergence? FirstDifference(CommittedRow recorded, LogRow made, ReplayTolerance? tolerance = null)
    {
        var row = recorded.Row;
        made = AsRecorded(row, made);
        var kind = SearchEvents.KindOf(row.EventType);
        bool Near(string field, double was, double now) =>
            tolerance is not null && kind is not { IsExact: true }
            && tolerance.Accepts(was, now, () => new Divergence(recorded.Sequence, row.Step, row.EventType, field, Text(was), Text(now)));
        bool IsPacked(string field) => kind?.PackedFields.Contains(field) == true;
        if (row.EventType != made.EventType)
        {
            return new Divergence(recorded.Sequence, row.Step, row.EventType, "event_type", row.EventType, made.EventType);
        }

        var difference = row.SchemaVersion != made.SchemaVersion ? ("schema_version", $"{row.SchemaVersion}", $"{made.SchemaVersion}")
            : row.Facts != made.Facts ? FirstField(row.Facts, made.Facts, new Nearness(Near, IsPacked))
                ?? FirstColumn(row, made, Near) ?? (tolerance is null ? ("facts", row.Facts, made.Facts) : ((string, string, string)?)null)
            : FirstColumn(row, made, Near);
        return difference is var (field, was, now) ? new Divergence(recorded.Sequence, row.Step, row.EventType, field, was, now) : null;
    }

    // Failed steps did not always say what they cost: what an older program left out is no difference.
    private static LogRow AsRecorded(LogRow recorded, LogRow made) =>
        recorded.EventType == StepFailed.Name && made.EventType == StepFailed.Name
        && StepFailed.FromRow(recorded).Cost is null && StepFailed.FromRow(made) is { Cost: not null } failed
            ? made with { Facts = (failed with { Cost = null }).ToRow().Facts } : made;

    private static (string Field, string Recorded, string Recomputed)? FirstColumn(
        LogRow recorded, LogRow made, Func<string, double, double, bool> near)
    {
        (string Name, object? Recorded, object? Made)[] columns =
        [
            ("step", recorded.Step, made.Step), ("phase", recorded.Phase, made.Phase), ("epoch", recorded.Epoch, made.Epoch),
            ("architecture", recorded.Architecture, made.Architecture), ("log_prob", recorded.LogProb, made.LogProb),
            ("entropy", recorded.Entropy, made.Entropy), ("loss", recorded.Loss, made.Loss), ("metric", recorded.Metric, made.Metric),
            ("reward", recorded.Reward, made.Reward),
                ("baseline", recorded.Baseline, made.Baseline), ("advantage", recorded.Advantage, made.Advantage),
            ("grad_norm", recorded.GradNorm, made.GradNorm), ("learning_rate", recorded.LearningRate, made.LearningRate),
        ];
        foreach (var (name, was, now) in columns)
        {
            if (!Equals(was, now) && !(was is double one && now is double other && near(name, one, other)))
            {
                return ($"column {name}", Text(was), Text(now));
            }
        }

        return null;
    }

    private static string Text(object? value) => value is null ? Absent : string.Create(CultureInfo.InvariantCulture, $"{value}");

    // In texts that differ something does, unless all of it is near enough.
    private static (string Field, string Recorded, string Recomputed)? FirstField(
        string recorded, string made, Nearness near)
    {
        using var was = JsonDocument.Parse(recorded);
        using var now = JsonDocument.Parse(made);
        return Differing(was.RootElement, now.RootElement, string.Empty, near);
    }

    // Whole numbers count something, and a count is exact.
    private static bool AreNear(JsonElement was, JsonElement now, string path, Nearness near) => (was.ValueKind, now.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) =>
            !(was.TryGetInt64(out _) && now.TryGetInt64(out _)) && near.OfNumbers(path, was.GetDouble(), now.GetDouble()),
        (JsonValueKind.String, JsonValueKind.String) when near.IsPacked(path) =>
            PackedNumbers.Read(was.GetString()!) is { } one && PackedNumbers.Read(now.GetString()!) is { } other
                && AreNear(one, other, path, near),
        _ => false,
    };

    // Each is measured by the largest of them: a sum over many terms may come out near zero.
    private static bool AreNear(float[] was, float[] now, string path, Nearness near)
    {
        double largest = was.Length == 0 ? 0 : was.Max(Math.Abs);
        return was.Length == now.Length
            && was.Zip(now).All(pair => pair.First == pair.Second || near.OfNumbers(path, largest, largest + (pair.Second - pair.First)));
    }

    /// <summary>Who says whether what differs is near enough.</summary>
    /// <param name="OfNumbers">Of a field and its two numbers.</param>
    /// <param name="IsPacked">Whether a field holds many numbers as one text.</param>
    private sealed record Nearness(Func<string, double, double, bool> OfNumbers, Func<string, bool> IsPacked);

    // Objects are walked in recorded order, so that what is named is a value and not a whole section.
    private static (string Field, string Recorded, string Recomputed)? Differing(
        JsonElement was, JsonElement now, string path, Nearness near)
    {
        if (was.ValueKind == JsonValueKind.Array && now.ValueKind == JsonValueKind.Array && was.GetArrayLength() == now.GetArrayLength())
        {
            return was.EnumerateArray().Zip(now.EnumerateArray(), (one, other) => Differing(one, other, path, near))
                .FirstOrDefault(found => found is not null);
        }

        if (was.ValueKind != JsonValueKind.Object || now.ValueKind != JsonValueKind.Object)
        {
            return was.GetRawText() == now.GetRawText() || AreNear(was, now, path, near)
                ? null : (path, was.GetRawText(), now.GetRawText());
        }

        foreach (var property in was.EnumerateObject())
        {
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (!now.TryGetProperty(property.Name, out var other))
            {
                return (name, property.Value.GetRawText(), Absent);
            }

            if (Differing(property.Value, other, name, near) is { } difference)
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
