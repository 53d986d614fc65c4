namespace Enas.Pipeline.Events;

/// <summary>The rows of facts and of operational events, before their promoted columns.</summary>
public static class FactRow
{
    /// <summary>A fact of schema version 1.</summary>
    public static LogRow Of(StepPosition position, string eventType, FactsWriter facts) => new()
    {
        Step = position.Step,
        Phase = position.Phase,
        Epoch = position.Round,
        EventType = eventType,
        SchemaVersion = 1,
        IsFact = true,
        Facts = facts.ToString(),
    };

    /// <summary>An operational event of schema version 1: it stays out of the fact chain, and what it says is an observation.</summary>
    public static LogRow Operational(StepPosition position, string eventType, FactsWriter observations) => new()
    {
        Step = position.Step,
        Phase = position.Phase,
        Epoch = position.Round,
        EventType = eventType,
        SchemaVersion = 1,
        IsFact = false,
        Facts = "{}",
        Observations = observations.ToString(),
    };
}
