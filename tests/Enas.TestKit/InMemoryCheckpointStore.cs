using Enas.Pipeline.Ports;

namespace Enas.TestKit;

/// <summary>Checkpoints without a disk.</summary>
public sealed class InMemoryCheckpointStore : ICheckpointStore
{
    /// <summary>What is kept now, by name.</summary>
    public SortedDictionary<string, Checkpoint> Kept { get; } = new(StringComparer.Ordinal);

    public ValueTask<CheckpointReference> PublishAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var name = $"{checkpoint.Step:D12}-memory.safetensors";
        Kept[name] = checkpoint;
        return ValueTask.FromResult(new CheckpointReference(name, new string('0', 64), 0));
    }

    public ValueTask<Checkpoint?> TryReadAsync(CheckpointReference reference, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Kept.GetValueOrDefault(reference.Name));

    public string DigestInFirstFormat(Checkpoint checkpoint) => new('0', 64);

    public ValueTask ReleaseAsync(string name, CancellationToken cancellationToken)
    {
        Kept.Remove(name);
        return ValueTask.CompletedTask;
    }
}
