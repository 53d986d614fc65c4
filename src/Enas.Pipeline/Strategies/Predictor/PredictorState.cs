using System.Collections.Immutable;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.WarmStarts;

namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>An evaluation that the model learns from.</summary>
/// <param name="Reward">What it was worth.</param>
internal sealed record Observation(string Tokens, double Reward);

/// <summary>What the model learns from, as events tell it.</summary>
/// <param name="Observations">The evaluations that have a value, each architecture once, in their order.</param>
/// <param name="Proposals">What the proposals were.</param>
internal sealed record PredictorState(ImmutableList<Observation> Observations, ProposalCounts Proposals) : IStrategyState
{
    /// <summary>What is left of the pool of a warm start, the best first; empty without one.</summary>
    public ImmutableArray<string> WarmPool { get; init; } = [];

    /// <summary>Nothing evaluated.</summary>
    public static PredictorState Empty { get; } = new([], ProposalCounts.None);

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) => happened switch
    {
        ArchitectureSampled or ProposalRejected or SpaceExhausted or PoolScreened =>
            this with { Proposals = Proposals.Apply(happened), WarmPool = WarmStart.Left(WarmPool, happened) },
        RewardEvaluated { HasValue: true } evaluated when !Observations.Exists(known => known.Tokens == evaluated.Tokens) =>
            this with { Observations = Observations.Add(new Observation(evaluated.Tokens, evaluated.Reward)) },
        _ => this,
    };
}
