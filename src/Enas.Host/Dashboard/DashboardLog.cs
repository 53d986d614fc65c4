using Microsoft.Extensions.Logging;

namespace Enas.Host.Dashboard;

/// <summary>What the dashboard logs. Ids are never reused for something else.</summary>
internal static partial class DashboardLog
{
    [LoggerMessage(211, LogLevel.Warning, "a look at the searches failed, and the next one is taken in a second: {Reason}")]
    public static partial void NotLooked(this ILogger log, string reason);
}
