using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Child;

/// <summary>Has the child trained. Where the policy is derived again the log answers: neither data nor children are needed.</summary>
internal sealed class TrainChildHandler(IChildTrainer trainer) : IMeasuringHandler<TrainChild, ChildTrained>
{
    /// <inheritdoc />
    public async Task<ChildTrained> Handle(TrainChild request, CancellationToken cancellationToken) =>
        new(request.Position, request.Ordinal, request.Order, await trainer.TrainAsync(request.Order, request.Stop));

    /// <inheritdoc />
    public ChildTrained Again(TrainChild asked, ChildTrained recorded) =>
        new(asked.Position, asked.Ordinal, asked.Order, asked.Stop is null ? recorded.Outcome : Stopped(recorded.Outcome, asked.Stop));

    // Whether it was stopped follows from what it reported.
    private static ChildOutcome Stopped(ChildOutcome recorded, IStopRule rule)
    {
        if (recorded.Program is not { } program)
        {
            return recorded;
        }

        var hopeless = Enumerable.Range(1, program.Reports.Count)
            .FirstOrDefault(count => rule.IsHopeless([.. program.Reports.Take(count)]));
        return recorded with { Program = program with { StoppedAt = hopeless == 0 ? null : program.Reports[hopeless - 1].Step } };
    }
}
