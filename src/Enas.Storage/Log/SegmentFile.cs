using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Stores;

namespace Enas.Storage.Log;

/// <summary>The bytes of a segment.</summary>
internal static class SegmentFile
{
    /// <summary>Largest file of a segment. A commit has some kilobytes; several are read at a time, and what is larger is refused
    /// by its size.</summary>
    public const long MostBytes = 64L << 20;

    /// <summary>Reads it. Nothing in it is looked at.</summary>
    /// <exception cref="LogDamagedException">It is missing, no regular file, or larger than a segment can be.</exception>
    /// <exception cref="LogUnavailableException">I/O failure.</exception>
    public static async ValueTask<byte[]> ReadAsync(SearchFolder folder, long number)
    {
        try
        {
            return await folder.Store.TryReadAllAsync(SegmentName.KeyOf(number), MostBytes, CancellationToken.None)
                ?? throw new LogDamagedException($"segment {number}: it is missing");
        }
        catch (UnusableFileException unusable)
        {
            throw new LogDamagedException($"segment {number}: {unusable.Message}", unusable);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot read segment {number}", fault);
        }
    }
}
