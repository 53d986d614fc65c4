using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Spaces;

/// <summary>What a table of options is made for: a space and a strategy, among those that there are.</summary>
/// <param name="Space">The space that the table is for.</param>
/// <param name="Strategy">The strategy that the table is for.</param>
/// <param name="Spaces">The names of all spaces.</param>
/// <param name="Strategies">The strategies that can search the space, the default first.</param>
public sealed record TableContext(
    ISpaceModule Space, IStrategyKind Strategy, IReadOnlyList<string> Spaces, IReadOnlyList<IStrategyKind> Strategies);
