using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Replay;

/// <summary>Stands where the trainer of children would be in a search that trains none, and while the policy alone is derived again: the
/// log answers in its place, so it is never asked.</summary>
internal sealed class NoChildTrainer : IChildTrainer
{
    /// <inheritdoc />
    public Task<ChildOutcome> TrainAsync(ChildOrder order) => throw new InvalidOperationException("no architecture is trained alone here");
}
