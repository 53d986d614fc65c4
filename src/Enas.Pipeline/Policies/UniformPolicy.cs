using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Policies;

/// <summary>Every decision uniform and never updated: the null model of ENAS (random search with shared weights, Li
/// and Talwalkar 2019).</summary>
public sealed class UniformPolicy(SearchSpace space, ulong seed) : IPolicy
{
    private readonly double _logSize = space.Decisions.Sum(decision => ExactMath.Log(decision.OptionCount));

    /// <inheritdoc />
    public bool Learns => false;

    /// <inheritdoc />
    public PolicySample Sample(string stream, long step, int ordinal)
    {
        var drawn = UniformDraw.Of(space, new RandomStream(seed, stream), step, ordinal);
        var logSize = space.HasConditions ? LogSizeOf(drawn) : _logSize;
        return new PolicySample(drawn, -logSize, logSize);
    }

    /// <inheritdoc />
    public PolicyUpdateResult Update(IReadOnlyList<WeightedSample> samples) => new(0, 0);

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => [];

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private double LogSizeOf(Architecture architecture) => space.Decisions.Index()
        .Where(decision => space.IsOpen(decision.Index, architecture.Values))
        .Sum(decision => ExactMath.Log(decision.Item.OptionCount));
}
