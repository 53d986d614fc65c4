using System.Collections.Immutable;
using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>Let an evaluated architecture enter the population.</summary>
/// <param name="Members">The members before it, oldest first.</param>
/// <param name="Reward">What it is worth.</param>
/// <param name="Cost">What it costs; null where members are not compared by that, and where the evaluation failed.</param>
internal sealed record UpdatePopulation(
    StepPosition Position, ImmutableArray<RecordedMember> Members, string Tokens, double Reward, double? Cost = null)
    : IRequest<PopulationUpdated>;

/// <summary>Lets it enter, and decides who leaves.</summary>
internal sealed class UpdatePopulationHandler(PopulationRules rules) : IRequestHandler<UpdatePopulation, PopulationUpdated>
{
    /// <inheritdoc />
    public Task<PopulationUpdated> Handle(UpdatePopulation request, CancellationToken cancellationToken)
    {
        var newcomer = new RecordedMember(request.Position.Step, request.Tokens, request.Reward, request.Cost);
        var (next, left) = rules.Of(request.Members).Enter(rules.Member(newcomer));
        return Task.FromResult(new PopulationUpdated(
            request.Position,
            newcomer,
            left?.Slot,
            next.Members.Length,
            next.Members.Max(member => member.Reward)));
    }
}
