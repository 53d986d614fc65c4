using Enas.Host.Service;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Dashboard;

/// <summary>The service that a dashboard is a part of.</summary>
internal sealed record ServedService
{
    /// <summary>The folder of job files.</summary>
    public required string Jobs { get; init; }

    /// <summary>The folder of searches.</summary>
    public required string Root { get; init; }

    /// <summary>What its health says at the last look.</summary>
    public required Func<ServiceStatus?> Status { get; init; }

    /// <summary>Whether there are actions.</summary>
    public required bool CanAct { get; init; }

    /// <summary>Where each action is a line.</summary>
    public required ILogger Log { get; init; }
}
