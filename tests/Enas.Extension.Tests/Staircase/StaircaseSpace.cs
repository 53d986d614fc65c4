using Enas.Pipeline.Architectures;

namespace Enas.Extension.Tests.Staircase;

/// <summary>Stairs: each step goes down, stays, goes up or leaps. Written <c>up-up-flat</c>.</summary>
public sealed class StaircaseSpace(int steps) : SearchSpace
{
    private static readonly string[] s_moves = ["down", "flat", "up", "leap"];

    public override string Kind => StaircaseModule.Name;

    public override IReadOnlyList<Decision> Decisions { get; } =
        [.. Enumerable.Range(1, steps)
            .Select(step => new Decision($"step{step}", DecisionRole.Operation, s_moves) { Place = step, Tokens = s_moves })];

    public override int TokenCount => steps;

    public override Architecture Parse(string tokens)
    {
        int[] values = [.. tokens.Split('-').Select(move => Array.IndexOf(s_moves, move))];
        return values.Length == steps && !values.Contains(-1)
            ? FromValues(values)
            : throw new ArchitectureFormatException($"\"{tokens}\" is not {steps} of {string.Join(' ', s_moves)}, joined by -");
    }

    protected override string Print(IReadOnlyList<int> values) => string.Join('-', values.Select(value => s_moves[value]));
}
