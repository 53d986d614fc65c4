namespace Enas.Pipeline.Spaces.Custom;

/// <summary>One option of a decision of a job's own.</summary>
/// <param name="Text">Its name for people and in token strings.</param>
/// <param name="Json">The same as a program gets it: a text, a number, or true or false.</param>
internal sealed record CustomOption(string Text, string Json);

/// <summary>A condition: an earlier decision must be open and have one of some options.</summary>
/// <param name="Decision">The number of the earlier decision.</param>
/// <param name="Options">The options that open, by number.</param>
internal sealed record CustomCondition(int Decision, IReadOnlyList<int> Options);

/// <summary>A decision that a job describes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsInput">Whether its options are earlier items.</param>
/// <param name="Options">What can be chosen, at least one.</param>
/// <param name="When">All of these must hold, or it is not open.</param>
/// <param name="Part">What it belongs to, see <see cref="Architectures.Decision.Part"/>.</param>
internal sealed record CustomDecision(
    string Name, bool IsInput, IReadOnlyList<CustomOption> Options, IReadOnlyList<CustomCondition> When, string Part);
