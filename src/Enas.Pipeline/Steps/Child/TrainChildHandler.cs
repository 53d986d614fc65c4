using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Child;

/// <summary>Has the child trained. Where the policy is derived again the log answers: neither data nor children are needed.</summary>
public sealed class TrainChildHandler(IChildTrainer trainer) : IMeasuringHandler<TrainChild, ChildTrained>
{
    /// <inheritdoc />
    public async Task<ChildTrained> Handle(TrainChild request, CancellationToken cancellationToken) =>
        new(request.Position, request.Ordinal, request.Order, await trainer.TrainAsync(request.Order));

    /// <inheritdoc />
    public ChildTrained Again(TrainChild asked, ChildTrained recorded) => new(asked.Position, asked.Ordinal, asked.Order, recorded.Outcome);
}
