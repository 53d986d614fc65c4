using Enas.Pipeline.Search;

namespace Enas.Storage.Runs;

/// <summary>How far the training of one architecture alone is.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Step">Steps that are committed.</param>
/// <param name="Steps">Steps in all.</param>
internal sealed record ChildStep(string Name, long Step, long Steps);

/// <summary>The architecture that a search trains alone at the moment: whoever trains it says so here, whoever shows the search
/// looks.</summary>
internal sealed class ChildWatch
{
    private ChildStep? _now;

    /// <summary>The training that goes on; null where there is none.</summary>
    public ChildStep? Now => Volatile.Read(ref _now);

    /// <summary>Hears of the commits of a training.</summary>
    /// <param name="name">Name of its folder.</param>
    /// <param name="steps">Steps in all.</param>
    public ISearchProgress Of(string name, long steps)
    {
        Volatile.Write(ref _now, new ChildStep(name, 0, steps));
        return new Heard(this, name, steps);
    }

    /// <summary>Nothing is trained any more.</summary>
    public void End() => Volatile.Write(ref _now, null);

    private sealed class Heard(ChildWatch watch, string name, long steps) : ISearchProgress
    {
        public void Committed(CommittedProgress progress) =>
            Volatile.Write(ref watch._now, new ChildStep(name, progress.State.StepCount, steps));
    }
}
