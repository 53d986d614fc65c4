using Microsoft.Extensions.Logging;

namespace Enas.Host.Telemetry;

/// <summary>What is logged about telemetry. Ids are never reused for something else.</summary>
internal static partial class TelemetryLog
{
    [LoggerMessage(101, LogLevel.Warning, "{Fault}")]
    public static partial void NotExported(this ILogger log, string fault);
}
