using Enas.Pipeline.Events;

namespace Enas.Pipeline.Projections;

/// <summary>A view of a log, made by taking its events one after the other.</summary>
public interface IProjection
{
    /// <summary>Takes the next event.</summary>
    /// <exception cref="LogDamagedException">The view needs what the event says, and it does not say it.</exception>
    void Apply(RecordedEvent recorded);
}

/// <summary>Several views at once.</summary>
public static class ProjectionList
{
    /// <summary>Hands the next event to all of them.</summary>
    public static void Apply(this IReadOnlyList<IProjection> projections, CommittedRow committed)
    {
        var recorded = new RecordedEvent(committed);
        for (var i = 0; i < projections.Count; i++)
        {
            projections[i].Apply(recorded);
        }
    }
}
