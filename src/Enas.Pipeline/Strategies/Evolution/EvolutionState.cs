using System.Collections.Immutable;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.Pending;
using Enas.Pipeline.Strategies.WarmStarts;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>The population as events tell it.</summary>
/// <param name="Members">The members, oldest first.</param>
/// <param name="Proposals">What the proposals were.</param>
internal sealed record EvolutionState(ImmutableArray<RecordedMember> Members, ProposalCounts Proposals) : IStrategyState
{
    /// <summary>What is left of the pool of a warm start, the best first; empty without one.</summary>
    public ImmutableArray<string> Pool { get; init; } = [];

    /// <summary>Proposals that are not evaluated yet.</summary>
    public PendingProposals Pending { get; init; } = PendingProposals.None;

    /// <summary>No members.</summary>
    public static EvolutionState Empty { get; } = new([], ProposalCounts.None);

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) => ApplyTo(this with { Pending = Pending.Apply(happened) }, happened);

    private static EvolutionState ApplyTo(EvolutionState state, ISearchEvent happened) => happened switch
    {
        ArchitectureSampled or ProposalRejected or SpaceExhausted or PoolScreened =>
            state with { Proposals = state.Proposals.Apply(happened), Pool = WarmStart.Left(state.Pool, happened) },
        PopulationUpdated updated => state with { Members = updated.Applied(state.Members) },
        _ => state,
    };
}

/// <summary>A member as events tell it.</summary>
/// <param name="Slot">The step at which it was proposed.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Reward">What it was worth.</param>
/// <param name="Cost">What it costs; null where members are not compared by that.</param>
public sealed record RecordedMember(long Slot, string Tokens, double Reward, double? Cost = null);
