namespace Enas.Pipeline.Spaces;

/// <summary>What kind of choice a decision is.</summary>
public enum DecisionKind
{
    /// <summary>One of a fixed list of options.</summary>
    Categorical,

    /// <summary>One of the earlier items; the domain grows with the position.</summary>
    Index,

    /// <summary>Yes or no, independent of the bits beside it.</summary>
    Bit,
}

/// <summary>One choice of a search space.</summary>
/// <param name="Name">Stable name, for example <c>node3/source</c>.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="OptionCount">Number of options, at least 1; values are 0 .. OptionCount-1.</param>
public sealed record Decision(string Name, DecisionKind Kind, int OptionCount);
