using Enas.Host.Cli;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Enas.Host.Telemetry;

/// <summary>
/// The OpenTelemetry SDK with its OTLP exporter, which takes address, protocol, headers and intervals from the standard variables. What
/// cannot be exported is dropped after a few seconds; it never fails a search.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private TelemetryExport(TracerProvider? traces, MeterProvider? metrics) => (_traces, _metrics) = (traces, metrics);

    /// <summary>Exports by OTLP.</summary>
    /// <param name="withMetrics">Measurements beside spans.</param>
    public static TelemetryExport Start(bool withMetrics) => new(Traces(), withMetrics ? Metrics().AddOtlpExporter().Build() : null);

    /// <summary>For a service: Prometheus text on request, and OTLP beside it where it is asked for.</summary>
    public static TelemetryExport Start(PrometheusText text)
    {
        var metrics = Metrics().AddReader(new BaseExportingMetricReader(text));
        return new(TelemetrySource.IsExported
            ? Traces() : null, (TelemetrySource.AreMetricsExported ? metrics.AddOtlpExporter() : metrics).Build());
    }

    /// <summary>Messages beside them, with the values that their texts are made of.</summary>
    public static void AddTo(ILoggingBuilder logging) => logging.AddOpenTelemetry(messages =>
    {
        messages.IncludeFormattedMessage = true;
        messages.SetResourceBuilder(Resource()).AddOtlpExporter();
    });

    /// <summary>Exports what is left.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static TracerProvider Traces() =>
        Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(TelemetrySource.Name).AddOtlpExporter().Build();

    private static MeterProviderBuilder Metrics() =>
        Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(TelemetrySource.Name);

    /// <summary>The variables come last: OTEL_SERVICE_NAME says otherwise.</summary>
    private static ResourceBuilder Resource() =>
        ResourceBuilder.CreateEmpty().AddService("enas", serviceVersion: Product.Version)
            .AddTelemetrySdk().AddEnvironmentVariableDetector();
}
