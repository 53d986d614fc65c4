namespace Enas.Pipeline.Events;

/// <summary>Where in the schedule an event happened.</summary>
/// <param name="Step">Search step from 0.</param>
/// <param name="Phase">Phase name, see <see cref="Phases"/>.</param>
/// <param name="Round">Round from 0.</param>
public sealed record StepPosition(long Step, string Phase, int Round);

/// <summary>The names of the phases.</summary>
public static class Phases
{
    public const string Start = "start";
    public const string Weights = "weights";
    public const string Policy = "policy";
    public const string Derive = "derive";
    public const string Finals = "finals";
    public const string End = "end";
    public const string Host = "host";
}

/// <summary>An event with which a step ends: the next one begins after it.</summary>
public interface IEndsStep : ISearchEvent
{
    /// <summary>Where the step stands.</summary>
    StepPosition Position { get; }
}

/// <summary>An event within a step that only the strategy's state takes something from.</summary>
public interface IWithinStep : ISearchEvent;

/// <summary>An event of work whose cost may be counted.</summary>
public interface ICostedEvent : ISearchEvent
{
    /// <summary>Where the work stands; costs are summed by its phase.</summary>
    StepPosition Position { get; }

    /// <summary>Multiply-adds of the work (docs/algorithms.md#cost); null where the job has them not counted.</summary>
    long? Cost { get; }
}

/// <summary>Something that happened in a search. Each event is a record that knows its row; nothing but its facts is
/// believed on reading.</summary>
public interface ISearchEvent
{
    /// <summary>The row that the log keeps.</summary>
    LogRow ToRow();
}
