namespace Enas.Pipeline.Architectures;

/// <summary>
/// What a differentiable search weighs together: one decision of a space, or several that mean something only together, such as a node's
/// source and what is done to it. Its options are all combinations of theirs, the last decision running fastest.
/// </summary>
/// <param name="Name">For people: the decisions' names.</param>
/// <param name="Decisions">The numbers of the decisions, in the space's order.</param>
/// <param name="First">The place of its first option among the options of all choices.</param>
/// <param name="OptionCount">Number of options.</param>
public sealed record RelaxedChoice(string Name, IReadOnlyList<int> Decisions, int First, int OptionCount);
