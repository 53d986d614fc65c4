using System.Collections.Immutable;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Sample;
using MediatR;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>Propose an architecture: drawn uniformly while the population is not full, then a mutant of a tournament's winner.</summary>
/// <param name="Members">The members, oldest first.</param>
/// <param name="Trials">What was evaluated before, where that answers a repeated architecture.</param>
/// <param name="Attempt">0, or how many proposals of this step did not keep the limits of the job.</param>
/// <param name="Ordinal">Proposals before it that are not evaluated yet: its slot is so much later than the step.</param>
internal sealed record ProposeMutant(
    StepPosition Position, ImmutableArray<RecordedMember> Members, Trials Trials, int Attempt = 0, int Ordinal = 0)
    : IRequest<ArchitectureSampled>
{
    /// <summary>What is proposed in the place of uniform draws while the population is not full, the best first.</summary>
    public IReadOnlyList<string> First { get; init; } = [];
}

/// <summary>Asks the population: a pure function of the request and the seed.</summary>
internal sealed class ProposeMutantHandler(PopulationRules rules, SearchSpace space, ulong seed)
    : IRequestHandler<ProposeMutant, ArchitectureSampled>
{
    /// <inheritdoc />
    public Task<ArchitectureSampled> Handle(ProposeMutant request, CancellationToken cancellationToken)
    {
        var population = rules.Of(request.Members);
        if (!population.IsFull && request.Attempt < request.First.Count)
        {
            return Task.FromResult(new ArchitectureSampled(
                request.Position, request.Ordinal, request.First[request.Attempt], LogProb: null, Entropy: null));
        }

        var proposal = population.Propose(seed, request.Position.Step + request.Ordinal, request.Attempt);
        var tokens = proposal.Architecture.Tokens;
        return Task.FromResult(new ArchitectureSampled(
            request.Position, request.Ordinal, tokens, LogProb: null, Entropy: null, request.Trials.Find(tokens)?.Step, Origin(proposal)));
    }

    private ProposalOrigin? Origin(EvolutionProposal proposal)
    {
        if (proposal is not { Parent: { } parent, Change: { } change })
        {
            return null;
        }

        var decision = space.Decisions[change.Decision];
        return new ProposalOrigin(
            parent.Slot, decision.Name, decision.Options[change.From], decision.Options[change.To], proposal.Tournament);
    }
}
