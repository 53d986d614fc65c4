namespace Enas.Pipeline.Ports;

/// <summary>Says of a child that runs whether it is hopeless, by what it reported: a function of nothing else.</summary>
public interface IStopRule
{
    /// <summary>Whether it is to be stopped after the last of its reports.</summary>
    bool IsHopeless(IReadOnlyList<ProgramReport> reports);
}

/// <summary>A child that will be asked for.</summary>
/// <param name="Order">Which training.</param>
/// <param name="Stop">Says whether it is hopeless; null where nobody does.</param>
public sealed record ExpectedChild(ChildOrder Order, IStopRule? Stop = null);
