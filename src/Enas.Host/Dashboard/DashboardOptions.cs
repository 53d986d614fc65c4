using Enas.Host.Dashboard.Access;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enas.Host.Dashboard;

/// <summary>What a dashboard serves, and to whom.</summary>
internal sealed record DashboardOptions
{
    /// <summary>Full paths or addresses: folders of searches, or searches themselves.</summary>
    public required IReadOnlyList<string> Roots { get; init; }

    /// <summary>Who is answered.</summary>
    public required AccessRules Access { get; init; }

    /// <summary>Where wrong tokens and looks that failed are lines.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>The service that it is a part of; null for none.</summary>
    public ServedService? Service { get; init; }

    /// <summary>What every path begins with where a proxy serves it below one: <c>/enas</c>; empty for none.</summary>
    public string PathBase { get; init; } = string.Empty;
}
