using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;

namespace Enas.TestKit;

/// <summary>Hears everything, says nothing.</summary>
public sealed class NullProgress : ISearchProgress
{
    public void Committed(SearchState state, long plannedSteps, string phase)
    {
    }
}
