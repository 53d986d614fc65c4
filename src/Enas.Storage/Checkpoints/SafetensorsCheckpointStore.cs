using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Stores;

namespace Enas.Storage.Checkpoints;

/// <summary>
/// Checkpoints as safetensors files named by step and content. Published like segments: staged, flushed, linked, folder flushed; a
/// name that is visible has all its bytes on disk.
/// </summary>
internal sealed class SafetensorsCheckpointStore(SearchFolder folder) : ICheckpointStore
{
    private const long MaximumStep = 999_999_999_999;

    // A flush that failed once may report success for lost bytes the next time, so the first failure is final.
    private LogUnavailableException? _failure;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The checkpoint cannot be written as it is: a name twice, a shape that is
    /// not its size.</exception>
    /// <exception cref="LogUnavailableException">Disk or I/O failure; nothing was published, and the process must end.</exception>
    /// <exception cref="LogDamagedException">A file of that name is there and has other content.</exception>
    /// <exception cref="LogFencedException">Another writer took the search over and swept the staged file away.</exception>
    public async ValueTask<CheckpointReference> PublishAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentOutOfRangeException.ThrowIfNegative(checkpoint.Step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(checkpoint.Step, MaximumStep);
        cancellationToken.ThrowIfCancellationRequested();
        if (_failure is not null)
        {
            throw new LogUnavailableException($"an earlier checkpoint failed and the process must end: {_failure.Message}", _failure);
        }

        try
        {
            return await PublishAsync(checkpoint);
        }
        catch (FileNotFoundException gone)
        {
            // Only a writer that takes the search over sweeps staged files away; where locks work, this one would have held it back.
            _failure = FileFaults.Unavailable($"cannot publish the checkpoint of step {checkpoint.Step}", gone);
            throw new LogFencedException(
                $"the checkpoint of step {checkpoint.Step} was removed before it had its name: another process took over this search");
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            _failure = FileFaults.Unavailable($"cannot publish the checkpoint of step {checkpoint.Step}", fault);
            throw _failure;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="LogUnavailableException">I/O failure.</exception>
    public async ValueTask<Checkpoint?> TryReadAsync(CheckpointReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        RefuseForeignName(reference.Name);
        if (CheckpointName.DigestOf(reference.Name) != reference.Digest)
        {
            throw new LogDamagedException($"checkpoint {reference.Name}: the event that names it gives the digest {reference.Digest}");
        }

        try
        {
            using var stream = await folder.Store.OpenReadAsync(KeyOf(reference.Name), cancellationToken);
            return stream is null ? null : Read(stream, reference, cancellationToken);
        }
        catch (Exception damage) when (damage is InvalidDataException
            or EndOfStreamException or InvalidOperationException or UnusableFileException)
        {
            throw new LogDamagedException($"checkpoint {reference.Name}: {damage.Message}", damage);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot read checkpoint {reference.Name}", fault);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The checkpoint cannot be written as it is.</exception>
    public string DigestInFirstFormat(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var (header, tensors) = SafetensorsHeader.Of(checkpoint.InFirstFormat());
        return SafetensorsFile.Write(new NoSink(), header, tensors);
    }

    /// <inheritdoc/>
    /// <exception cref="LogUnavailableException">I/O failure.</exception>
    public async ValueTask ReleaseAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        RefuseForeignName(name);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await folder.Store.DeleteAsync(KeyOf(name), cancellationToken);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot delete checkpoint {name}", fault);
        }
    }

    /// <summary>Names of the checkpoints that are there, oldest step first; other files are not looked at.</summary>
    /// <exception cref="LogUnavailableException">I/O failure.</exception>
    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var names = await folder.Store.ListAsync(EntryNames.Checkpoints, null, cancellationToken);
            return [.. names.Where(CheckpointName.IsCanonical)];
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot list {folder.Checkpoints}", fault);
        }
    }

    private async ValueTask<CheckpointReference> PublishAsync(Checkpoint checkpoint)
    {
        var (header, tensors) = SafetensorsHeader.Of(checkpoint);
        var byteCount = SafetensorsFile.ByteCountOf(header);
        var digest = string.Empty;
        await using var staged = await folder.Store.StageAsync(byteCount, sink => digest = SafetensorsFile.Write(sink, header, tensors));
        var name = CheckpointName.Of(checkpoint.Step, digest);
        var result = await staged.PutIfAbsentAsync(KeyOf(name));
        switch (result.Outcome)
        {
            case PutOutcome.Stored:
                break;
            case PutOutcome.Taken:
                await ConfirmAsync(name, digest);
                break;
            default:
                throw new IOException($"whether it was published is unknown ({result.Reason})");
        }

        return new CheckpointReference(name, digest, byteCount);
    }

    // Published before, by a run that died before it could say so: the name alone proves nothing, its content must be equal too.
    private async ValueTask ConfirmAsync(string name, string digest)
    {
        await using (var stream = await folder.Store.OpenReadAsync(KeyOf(name), CancellationToken.None)
            ?? throw new IOException($"{name} is gone again"))
        {
            var actual = SafetensorsFile.Digest(stream);
            if (actual != digest)
            {
                throw new LogDamagedException($"checkpoint {name}: the file that is there has the digest {actual}");
            }
        }

        await folder.Store.SettleAsync(KeyOf(name));
    }

    private static Checkpoint Read(Stream stream, CheckpointReference reference, CancellationToken cancellationToken) =>
        stream.Length == reference.ByteCount
            ? SafetensorsFile.Read(stream, reference.Digest, cancellationToken)
            : throw new InvalidDataException($"it has {Counted.Of(stream.Length, "byte")} instead of {reference.ByteCount}");

    private static string KeyOf(string name) => $"{EntryNames.Checkpoints}/{name}";

    private static void RefuseForeignName(string name)
    {
        if (!CheckpointName.IsCanonical(name))
        {
            throw new LogDamagedException($"'{name}' is not the name of a checkpoint");
        }
    }

    // For a digest alone.
    private sealed class NoSink : IByteSink
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
        }
    }
}
