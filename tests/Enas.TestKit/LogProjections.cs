using Enas.Pipeline.Ports;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Search;

namespace Enas.TestKit;

/// <summary>What projections make of any log.</summary>
public static class LogProjections
{
    /// <summary>A projection that took the whole log.</summary>
    public static async Task<T> ProjectAsync<T>(this IEventLog log, T projection)
        where T : IProjection
    {
        await foreach (var committed in log.ReadAsync(0, CancellationToken.None))
        {
            projection.Apply(new RecordedEvent(committed));
        }

        return projection;
    }

    /// <summary>The state that a log holds.</summary>
    public static async Task<SearchState> StateAsync(this IEventLog log) => (await log.ProjectAsync(new StateProjection())).State;
}
