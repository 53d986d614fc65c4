using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies;

/// <summary>A small space of each kind.</summary>
internal static class StrategySpaces
{
    public static IReadOnlyList<SearchSpace> All { get; } =
    [
        new NasBench201Space(),
        new RnnCellSpace(TestJobs.Space(8)),
        new RnnCellSpace(TestJobs.Space(4, firstActivation: "tanh")),
        new MacroCnnSpace(6, Enum.GetValues<MacroOperation>()),
        new MicroCnnSpace(4, Enum.GetValues<MicroOperation>()),
    ];

    /// <summary>A uniform architecture.</summary>
    public static Architecture Uniform(SearchSpace space, ulong seed, long step) =>
        UniformDraw.Of(space, new RandomStream(seed, "uniform"), step, 0);
}
