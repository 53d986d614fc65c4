using Enas.Pipeline.Search;

namespace Enas.TestKit;

/// <summary>Hears everything, says nothing.</summary>
public sealed class NullProgress : ISearchProgress
{
    public void Committed(CommittedProgress progress)
    {
    }
}
