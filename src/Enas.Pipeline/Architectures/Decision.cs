namespace Enas.Pipeline.Architectures;

/// <summary>What a choice is about.</summary>
public enum DecisionRole
{
    /// <summary>What is computed: an operation or an activation, one of a fixed list.</summary>
    Operation,

    /// <summary>What is read: one of the earlier items; the list grows with the position.</summary>
    Input,

    /// <summary>Whether an earlier item is added: no or yes, independent of the choices beside it.</summary>
    Skip,

    /// <summary>A number, or one of a list of words, that says something only of its own decision.</summary>
    Value,
}

/// <summary>One choice of a search space.</summary>
/// <param name="Name">Stable name, for example <c>node3/source</c>.</param>
/// <param name="Role">What it is about.</param>
/// <param name="Options">Names of the options, at least one; a value is a position in this list.</param>
public sealed record Decision(string Name, DecisionRole Role, IReadOnlyList<string> Options)
{
    /// <summary>The options of a skip.</summary>
    public static IReadOnlyList<string> NoYes { get; } = ["no", "yes"];

    /// <summary>Number of options; values are 0 .. OptionCount - 1.</summary>
    public int OptionCount => Options.Count;

    /// <summary>
    /// The part of the architecture that it belongs to, where a space has several that are alike: the normal and the reduction cell, or the
    /// nodes of a cell. A mutation draws the part first, so that a large part is not mutated more often than a small one.
    /// </summary>
    public string Part { get; init; } = string.Empty;

    /// <summary>The cell that it belongs to, where an architecture has several; empty where it is one whole.</summary>
    public string Cell { get; init; } = string.Empty;

    /// <summary>Where its token stands in a canonical token string, from 1; 0 where it is not written.</summary>
    public int Place { get; init; }

    /// <summary>How its options are written in a canonical token string, in their order.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>The value that passes something on unchanged: a skip that is taken, or the identity. Null where no option does.</summary>
    public int? SkipValue { get; init; }
}
