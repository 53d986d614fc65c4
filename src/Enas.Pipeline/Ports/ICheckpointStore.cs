using Enas.Pipeline.Events;

namespace Enas.Pipeline.Ports;

/// <summary>A named float32 tensor of a checkpoint; the name is the weight key or a state key.</summary>
/// <param name="Name">Key.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Values">Row-major values.</param>
public sealed record CheckpointTensor(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);

/// <summary>All that a step needs and that is not in the log: a cache of the truth.</summary>
/// <param name="Step">Number of steps that the state includes.</param>
/// <param name="Texts">Exact scalar state (counters, float64 values in round-trip form, integer lists), ordered by key.</param>
/// <param name="Tensors">Tensors in ordinal order of their names.</param>
public sealed record Checkpoint(long Step, IReadOnlyList<KeyValuePair<string, string>> Texts, IReadOnlyList<CheckpointTensor> Tensors);

/// <summary>A published checkpoint.</summary>
/// <param name="Name">File name, <c>{step}-{sha256}.safetensors</c>.</param>
/// <param name="Digest">SHA-256 of the file, lower-case hexadecimal.</param>
/// <param name="ByteCount">Its size.</param>
public sealed record CheckpointReference(string Name, string Digest, long ByteCount);

/// <summary>Checkpoints of one search. Equal content gives equal bytes and so the same name; publishing is atomic and durable.</summary>
public interface ICheckpointStore
{
    /// <summary>Publishes durably; an existing file with the same name and digest counts as published.</summary>
    ValueTask<CheckpointReference> PublishAsync(Checkpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>Reads and verifies. Throws <see cref="LogDamagedException"/> when the digest differs, null when the file is
    /// absent.</summary>
    ValueTask<Checkpoint?> TryReadAsync(CheckpointReference reference, CancellationToken cancellationToken);

    /// <summary>Deletes a checkpoint that retention released. Absent is fine.</summary>
    ValueTask ReleaseAsync(string name, CancellationToken cancellationToken);
}
