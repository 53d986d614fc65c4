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
public sealed record Checkpoint(long Step, IReadOnlyList<KeyValuePair<string, string>> Texts, IReadOnlyList<CheckpointTensor> Tensors)
{
    /// <summary>
    /// Its sections in ordinal order of their names; every text and tensor is in one of them. Null in the first format, which had none.
    /// </summary>
    public IReadOnlyList<SectionKind>? Sections { get; init; }

    /// <summary>
    /// The content of a section; of a checkpoint of the first format whatever has the section's names. Null where that format had
    /// no such content.
    /// </summary>
    /// <exception cref="CheckpointSectionException">The section is missing, or a newer program wrote it.</exception>
    public CheckpointSection? Section(SectionKind wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (Sections is null)
        {
            return wanted.FirstFormat == 1 ? Content(wanted) : null;
        }

        var found = Sections.FirstOrDefault(section => section.Name == wanted.Name)
            ?? throw CheckpointSectionException.Missing(Step, wanted, Sections);
        return found.Version <= wanted.Version ? Content(found) : throw CheckpointSectionException.Newer(Step, wanted, found.Version);
    }

    /// <summary>The same state as the first format had it: without sections, and without what only they brought.</summary>
    public Checkpoint InFirstFormat()
    {
        var later = Sections?.Where(section => section.FirstFormat > 1).ToArray() ?? [];
        bool IsKept(string name) => !later.Any(section => section.Holds(name));
        return new Checkpoint(
            Step, [.. Texts.Where(text => IsKept(text.Key))], [.. Tensors.Where(tensor => IsKept(tensor.Name))]);
    }

    private CheckpointSection Content(SectionKind kind)
    {
        var section = new CheckpointSection(kind, Step);
        foreach (var (key, text) in Texts.Where(text => kind.Holds(text.Key)))
        {
            section.Add(key, text);
        }

        section.Add(Tensors.Where(tensor => kind.Holds(tensor.Name)));
        return section;
    }
}

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

    /// <summary>Reads and verifies. Throws <see cref="LogDamagedException"/> when the digest differs, null when the
    /// file is absent.</summary>
    ValueTask<Checkpoint?> TryReadAsync(CheckpointReference reference, CancellationToken cancellationToken);

    /// <summary>
    /// The digest that a checkpoint's state has in the first format. Facts name this one, so that they do not change with the layout
    /// of a cache.
    /// </summary>
    string DigestInFirstFormat(Checkpoint checkpoint);

    /// <summary>Deletes a checkpoint that retention released. Absent is fine.</summary>
    ValueTask ReleaseAsync(string name, CancellationToken cancellationToken);
}
