using Enas.Pipeline.Projections;

namespace Enas.Pipeline.Search;

/// <summary>
/// All that a search knows of itself. Events that this program does not know are refused: the state would lack what they say.
/// </summary>
/// <param name="state">As another reading left it; null for none.</param>
public class StateProjection(SearchState? state = null) : IProjection
{
    /// <summary>The fold of the events so far.</summary>
    public SearchState State { get; private set; } = state ?? SearchState.Empty;

    /// <inheritdoc />
    public virtual void Apply(RecordedEvent recorded)
    {
        if (recorded.Happened is { } happened)
        {
            State = State.Apply(happened);
        }
    }
}
