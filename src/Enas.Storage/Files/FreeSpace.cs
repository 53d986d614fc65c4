using System.Globalization;

namespace Enas.Storage.Files;

/// <summary>Room on a disk, in bytes.</summary>
internal readonly record struct DiskSpace(long AvailableBytes, long CapacityBytes);

/// <summary>
/// The low-water mark: a run ends in words while there still is room, because a disk that is full to the last byte also stops whoever
/// would make room.
/// </summary>
internal static class FreeSpace
{
    private const long Mebibyte = 1 << 20;
    private const long DefaultReserveBytes = 64 * Mebibyte;
    private const int DefaultReserveShare = 20;

    /// <summary>Refuses to begin searches under a folder when not even a small one's first megabyte would leave the reserve free.</summary>
    /// <param name="path">A folder that is there.</param>
    /// <param name="minimumFreeMegabytes">The reserve; null for what is kept free where nothing is set.</param>
    /// <exception cref="IOException">There is not enough room.</exception>
    public static void Require(string path, int? minimumFreeMegabytes) =>
        Require(LocalFileSystem.Default, path, Mebibyte, minimumFreeMegabytes);

    /// <summary>Refuses a write that would leave less free than the reserve. Where the disk does not tell, nothing is refused.</summary>
    /// <exception cref="DiskReserveException">There is not enough room; nothing was written.</exception>
    internal static void Require(IFileSystem files, string path, long byteCount, int? minimumFreeMegabytes)
    {
        if (files.Space(path) is not { } space)
        {
            return;
        }

        var reserve = minimumFreeMegabytes is { } megabytes
            ? megabytes * Mebibyte
            : Math.Min(DefaultReserveBytes, space.CapacityBytes / DefaultReserveShare);
        if (space.AvailableBytes - byteCount < reserve)
        {
            throw new DiskReserveException(
                $"the disk is full but for {Megabytes(space.AvailableBytes)} MiB, {Megabytes(byteCount)} MiB were to be written, and "
                + $"{Megabytes(reserve)} MiB are kept free (setting Storage:MinimumFreeMegabytes); nothing was written");
        }
    }

    private static string Megabytes(long bytes) => ((double)bytes / Mebibyte).ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>A write was refused to keep the reserve of the disk.</summary>
internal sealed class DiskReserveException(string message) : IOException(message);
