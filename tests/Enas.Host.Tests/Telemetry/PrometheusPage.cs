using System.Globalization;
using System.Text.RegularExpressions;

namespace Enas.Host.Tests.Telemetry;

/// <summary>Prometheus text format 0.0.4, read strictly: every line is a comment or a sample of a metric whose type
/// came before it.</summary>
public sealed partial class PrometheusPage
{
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);

    public PrometheusPage(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string? metric = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Type().Match(line) is { Success: true } type)
            {
                metric = type.Groups[1].Value;
                Types.Add(metric, type.Groups[2].Value);
            }
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                Assert.StartsWith(metric!, sample.Groups[1].Value, StringComparison.Ordinal);
                _samples.Add(sample.Groups[1].Value + sample.Groups[2].Value,
                    double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture));
            }
        }
    }

    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>A sample by its name with labels.</summary>
    public double this[string sample] => _samples.TryGetValue(sample, out var value)
        ? value : throw new KeyNotFoundException($"{sample} is not among {string.Join(", ", _samples.Keys)}");

    [GeneratedRegex("^# TYPE ([a-z_]+) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("^([a-z_]+)(\\{[a-z_]+=\"(?:[^\"\\\\]|\\\\.)*\"(?:,[a-z_]+=\"(?:[^\"\\\\]|\\\\.)*\")*\\})? (\\S+)$")]
    private static partial Regex Sample();
}
