using System.Collections;
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

    /// <summary>The standard variable that turns the export of messages off with <c>none</c>.</summary>
    public const string LogsExporter = "OTEL_LOGS_EXPORTER";

    /// <summary>W3C trace context of the process that started this one.</summary>
    public const string TraceParent = "TRACEPARENT";

    /// <summary>Makes the spans.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Whether export by OTLP is asked for.</summary>
    public static bool IsExported => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Endpoint))
        && EndpointFault(Environment.GetEnvironmentVariable(Endpoint)) is null;

    /// <summary>Whether measurements are exported too.</summary>
    public static bool AreMetricsExported => IsExported && Environment.GetEnvironmentVariable(MetricsExporter) != "none";

    /// <summary>Whether messages are exported too.</summary>
    public static bool AreLogsExported => IsExported && Environment.GetEnvironmentVariable(LogsExporter) != "none";

    /// <summary>The standard variables of this process.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(variable => ((string)variable.Key).StartsWith("OTEL_", StringComparison.Ordinal))
            .Select(variable => new KeyValuePair<string, string?>((string)variable.Key, (string?)variable.Value));

    /// <summary>What is wrong with the address that export was asked to, or null; the exporter would be silent about it.</summary>
    public static string? EndpointFault(string? endpoint) =>
        string.IsNullOrWhiteSpace(endpoint) || (Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
            ? null
            : $"{Endpoint}={endpoint} is no address such as http://127.0.0.1:4317; nothing is exported";

    /// <summary>The span that this process works under, or none.</summary>
    public static ActivityContext Parent() =>
        ActivityContext.TryParse(Environment.GetEnvironmentVariable(TraceParent), null, isRemote: true, out var parent) ? parent : default;
}
