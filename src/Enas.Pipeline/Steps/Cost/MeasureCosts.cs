using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using MediatR;

namespace Enas.Pipeline.Steps.Cost;

/// <summary>Say what a proposed architecture costs.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
public sealed record MeasureCosts(StepPosition Position, int Ordinal, string Tokens) : IRequest<CostsMeasured>;

/// <summary>Asks the meter. Counts and tables come out again when the search is made again; a latency is taken from the log.</summary>
internal sealed class MeasureCostsHandler(SearchSpace space, ICostMeter meter) : ITakingHandler<MeasureCosts, CostsMeasured>
{
    /// <inheritdoc />
    public Task<CostsMeasured> Handle(MeasureCosts request, CancellationToken cancellationToken) =>
        Task.FromResult(new CostsMeasured(
            request.Position, request.Ordinal, request.Tokens, meter.CostsOf(space.Parse(request.Tokens))));

    /// <inheritdoc />
    public CostsMeasured Again(MeasureCosts asked, CostsMeasured recorded) =>
        new(asked.Position, asked.Ordinal, asked.Tokens, recorded.Costs);

    /// <inheritdoc />
    public CostsMeasured Take(MeasureCosts asked, CostsMeasured recorded) =>
        new(asked.Position, asked.Ordinal, asked.Tokens, meter.CostsOf(space.Parse(asked.Tokens), recorded.Costs));
}
