using System.Diagnostics;

namespace Enas.Host.Telemetry;

/// <summary>
/// Where spans and measurements are made: the class library's own types, which cost nothing while nobody listens. The OpenTelemetry SDK is
/// loaded where something is to be exported, and nowhere else.
/// </summary>
internal static class TelemetrySource
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Enas";

    /// <summary>The standard variable that asks for export by OTLP; the exporter reads it, and the others of its family, itself.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The standard variable that turns measurements off with <c>none</c>: a service measures for its searches.</summary>
    public const string MetricsExporter = "OTEL_METRICS_EXPORTER";

    /// <summary>W3C trace context of the process that started this one.</summary>
    public const string TraceParent = "TRACEPARENT";

    /// <summary>Makes the spans.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Whether export by OTLP is asked for.</summary>
    public static bool IsExported => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Endpoint));

    /// <summary>Whether measurements are exported too.</summary>
    public static bool AreMetricsExported => IsExported && Environment.GetEnvironmentVariable(MetricsExporter) != "none";

    /// <summary>The span that this process works under, or none.</summary>
    public static ActivityContext Parent() =>
        ActivityContext.TryParse(Environment.GetEnvironmentVariable(TraceParent), null, isRemote: true, out var parent) ? parent : default;
}
