using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using ExportResult = OpenTelemetry.ExportResult;

namespace Enas.Host.Telemetry;

/// <summary>
/// Prometheus' text format 0.0.4, written from what the SDK has added up when it is asked for. Names follow OpenTelemetry's rules for
/// Prometheus: dots become underscores, the unit and <c>_total</c> are appended.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusText : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "text/plain; version=0.0.4";

    private readonly Lock _one = new();
    private readonly StringBuilder _text = new();

    /// <inheritdoc />
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Every measurement as it is now.</summary>
    public string Read()
    {
        lock (_one)
        {
            _text.Clear();
            _ = Collect?.Invoke(Timeout.Infinite);
            return _text.ToString();
        }
    }

    /// <inheritdoc />
    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            Write(metric);
        }

        return ExportResult.Success;
    }

    /// <summary>A name by OpenTelemetry's rules.</summary>
    public static string Name(string name, string unit, bool isCounter)
    {
        var parts = new StringBuilder(name.Replace('.', '_'));
        var suffix = unit switch { "s" => "_seconds", "By" => "_bytes", "nat" => "_nats", _ => string.Empty };
        return parts.Append(name.EndsWith(suffix, StringComparison.Ordinal) ? string.Empty : suffix)
            .Append(isCounter ? "_total" : string.Empty).ToString();
    }

    private void Write(Metric metric)
    {
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var name = Name(metric.Name, metric.Unit, isCounter);
        var type = isCounter ? "counter" : metric.MetricType == MetricType.Histogram ? "histogram" : "gauge";
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {metric.Description}\n# TYPE {name} {type}\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            switch (metric.MetricType)
            {
                case MetricType.LongSum:
                    Line(name, Labels(point), point.GetSumLong());
                    break;
                case MetricType.LongGauge:
                    Line(name, Labels(point), point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    Line(name, Labels(point), point.GetGaugeLastValueDouble());
                    break;
                case MetricType.Histogram:
                    Histogram(name, point);
                    break;
                default:
                    throw new NotSupportedException($"{metric.Name} is a {metric.MetricType}");
            }
        }
    }

    private void Histogram(string name, in MetricPoint point)
    {
        var labels = Labels(point);
        var before = labels.Length == 0 ? string.Empty : labels + ",";
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound)
                ? "+Inf" : bucket.ExplicitBound.ToString("R", CultureInfo.InvariantCulture);
            Line(name + "_bucket", $"{before}le=\"{bound}\"", count);
        }

        Line(name + "_sum", labels, point.GetHistogramSum());
        Line(name + "_count", labels, point.GetHistogramCount());
    }

    private void Line(string name, string labels, double value) =>
        _text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? string.Empty : $"{{{labels}}}")} {value:R}\n");

    private static string Labels(in MetricPoint point)
    {
        var labels = new List<string>();
        foreach (var tag in point.Tags)
        {
            var value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture)!
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            labels.Add($"{tag.Key.Replace('.', '_')}=\"{value}\"");
        }

        return string.Join(',', labels.Order(StringComparer.Ordinal));
    }
}
