using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;

namespace Enas.Host.Readings;

/// <summary>The first step of each phase of each round.</summary>
internal sealed class PhaseChanges : IProjection
{
    private readonly List<StepPosition> _changes = [];

    public IReadOnlyList<StepPosition> Changes => _changes;

    public void Apply(RecordedEvent recorded)
    {
        var row = recorded.Row;
        if (row is { IsFact: true, Phase: Phases.Weights or Phases.Policy }
            && (_changes.Count == 0 || _changes[^1].Phase != row.Phase || _changes[^1].Round != row.Epoch))
        {
            _changes.Add(new StepPosition(row.Step, row.Phase, row.Epoch));
        }
    }
}
