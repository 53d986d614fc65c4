using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Architectures;

/// <summary>Architectures with every decision uniform.</summary>
internal static class UniformDraw
{
    /// <summary>An architecture drawn uniformly: decision i is draw i of (step, ordinal).</summary>
    public static Architecture Of(SearchSpace space, RandomStream stream, long step, int ordinal) =>
        space.FromValues([.. space.Decisions.Select((decision, i) => stream.Below(decision.OptionCount, step, ordinal, i))]);
}
