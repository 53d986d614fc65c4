using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Policies;

/// <summary>The samplers for weight steps that a job can name.</summary>
internal static class WeightSamplers
{
    /// <summary>The one of a name.</summary>
    /// <param name="policy">The policy that learns.</param>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static IWeightSampler Of(string name, JobOptions job, SearchSpace space, IPolicy policy) => name switch
    {
        StrategyOptions.SampledByPolicy => new PolicySampler(policy),
        StrategyOptions.SampledUniformly => new UniformSampler(space, job.Seed),
        StrategyOptions.SampledFairly => new FairSampler(space, job.Seed),
        StrategyOptions.SampledMixed => new MixedSampler(
            new UniformSampler(space, job.Seed), new PolicySampler(policy), job.Strategy.UniformShare),
        var other => throw new ArgumentException($"\"{other}\" is not a sampler for weight steps", nameof(name)),
    };

    /// <summary>The policy that learns: what it prefers is trained more.</summary>
    private sealed class PolicySampler(IPolicy policy) : IWeightSampler
    {
        public WeightSample Sample(long step, long deal)
        {
            var (architecture, logProb, entropy) = policy.Sample("sampling/weights", step, 0);
            return new WeightSample(architecture, logProb, entropy);
        }
    }

    /// <summary>Every option of every decision with equal probability.</summary>
    private sealed class UniformSampler(SearchSpace space, ulong seed) : IWeightSampler
    {
        private readonly RandomStream _draws = new(seed, "sampling/weights/uniform");

        public WeightSample Sample(long step, long deal) => new(UniformDraw.Of(space, _draws, deal, 0), null, null);
    }

    /// <summary>Every option of every decision equally often.</summary>
    private sealed class FairSampler(SearchSpace space, ulong seed) : IWeightSampler
    {
        private readonly FairDeck _deck = new(space, seed);

        public WeightSample Sample(long step, long deal) => new(_deck.Deal(deal), null, null);
    }

    /// <summary>
    /// Two samplers in turns: of any n deals from the first on, n times the share, rounded down, are uniform. No draw decides, so the
    /// share is exact.
    /// </summary>
    private sealed class MixedSampler(IWeightSampler uniform, IWeightSampler policy, double share) : IWeightSampler
    {
        public WeightSample Sample(long step, long deal) =>
            (Math.Floor((deal + 1) * share) > Math.Floor(deal * share) ? uniform : policy).Sample(step, deal);
    }
}
