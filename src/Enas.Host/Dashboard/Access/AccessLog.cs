using Microsoft.Extensions.Logging;

namespace Enas.Host.Dashboard.Access;

/// <summary>What is logged of those who are not answered. Ids are never reused for something else.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(201, LogLevel.Warning, "a wrong token came from {Address}")]
    public static partial void WrongToken(this ILogger log, string address);

    [LoggerMessage(202, LogLevel.Warning, "{Count} wrong tokens came from {Address}: nothing with a token is answered there until a minute "
        + "after the first of them (behind a proxy that is everybody; docs/dashboard.md says how it keeps them apart)")]
    public static partial void TooManyTokens(this ILogger log, int count, string address);
}
