using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Tasks.Programs;

/// <summary>What a file with a result says.</summary>
/// <param name="Order">Which evaluation it is of.</param>
/// <param name="Measure">The name of what was measured.</param>
/// <param name="Outcome">What that came to.</param>
internal sealed record RecordedResult(ChildOrder Order, string Measure, ChildOutcome Outcome);

/// <summary>The file with what an evaluation came to, which is kept beside the search: the same bytes for the same result.</summary>
internal static class ProgramRecord
{
    /// <summary>Its bytes.</summary>
    public static byte[] Write(ChildOrder order, ProgramResult result, string? failure)
    {
        var text = new StringBuilder($"{{\"format\":1,\"architecture\":{CanonicalJson.Text(order.Tokens)},"
            + string.Create(CultureInfo.InvariantCulture, $"\"rung\":{order.Rung},\"seed\":{order.Seed},\"budget\":{order.Steps},"));
        text.Append(CultureInfo.InvariantCulture, $"\"measure\":{CanonicalJson.Text(result.Measure.Name)}");
        if (result.Value is { } value)
        {
            text.Append(",\"value\":").Append(CanonicalJson.Number(value));
        }

        text.Append(",\"reports\":[").AppendJoin(',', result.Reports.Select(report =>
            string.Create(CultureInfo.InvariantCulture, $"[{report.Step},{CanonicalJson.Number(report.Value)}]")));
        text.Append("],\"costs\":{").AppendJoin(',', result.Costs.Select(cost =>
            $"{CanonicalJson.Text(cost.Name)}:{CanonicalJson.Number(cost.Value)}")).Append('}');
        if (result.StoppedAt is { } stopped)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"stoppedAt\":{stopped}");
        }

        if (failure is not null)
        {
            text.Append(",\"failure\":").Append(CanonicalJson.Text(failure));
        }

        return Encoding.UTF8.GetBytes(text.Append("}\n").ToString());
    }

    /// <summary>What the bytes say, and of which evaluation they say it.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="measure">What its values are taken as; whether they are of it is told by <see cref="RecordedResult.Measure"/>.</param>
    /// <exception cref="JsonException">They are no such file.</exception>
    public static RecordedResult Read(ReadOnlySpan<byte> bytes, Measure measure)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes.ToArray());
            var root = json.RootElement;
            var result = new ProgramResult(
                measure,
                root.TryGetProperty("value", out var value) ? Number(value) : null,
                [.. root.GetProperty("reports").EnumerateArray().Select(Report)],
                [.. root.GetProperty("costs").EnumerateObject().Select(cost => new ProgramCost(cost.Name, Number(cost.Value)))],
                root.TryGetProperty("stoppedAt", out var stopped) ? stopped.GetInt64() : null);
            return new RecordedResult(OrderOf(root), root.GetProperty("measure").GetString() ?? string.Empty, ChildOutcome.OfProgram(
                result, FingerprintOf(bytes), root.TryGetProperty("failure", out var failure) ? failure.GetString() : null));
        }
        catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException("the file has not the form of a result", fault);
        }
    }

    private static ChildOrder OrderOf(JsonElement root) => new(
        root.GetProperty("architecture").GetString() ?? string.Empty, root.GetProperty("rung").GetInt32(),
        root.GetProperty("seed").GetUInt64(), root.GetProperty("budget").GetInt64());

    private static ProgramReport Report(JsonElement report) => report.GetArrayLength() == 2
        ? new(report[0].GetInt64(), Number(report[1])) : throw new FormatException("a report has a step and a value");

    // One too large for its type reads as infinity.
    private static double Number(JsonElement number) =>
        double.IsFinite(number.GetDouble()) ? number.GetDouble() : throw new FormatException("a number is not finite");

    /// <summary>SHA-256 of the bytes, 64 hexadecimal digits.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
