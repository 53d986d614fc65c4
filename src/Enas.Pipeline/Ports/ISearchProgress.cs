using Enas.Pipeline.Search;

namespace Enas.Pipeline.Ports;

/// <summary>Hears of a search's progress; nothing it does can reach the search.</summary>
public interface ISearchProgress
{
    /// <summary>Events were committed. <paramref name="state"/> is the fold up to them.</summary>
    /// <param name="state">The committed state.</param>
    /// <param name="plannedSteps">Steps of the whole budget.</param>
    /// <param name="phase">What is being done now, see <see cref="Events.Phases"/>.</param>
    void Committed(SearchState state, long plannedSteps, string phase);
}
