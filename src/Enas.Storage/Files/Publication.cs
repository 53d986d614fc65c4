using System.Text.RegularExpressions;

namespace Enas.Storage.Files;

/// <summary>
/// Put-if-absent on a local disk: a name becomes visible only after its bytes are durable, so a torn file under a final name
/// cannot exist. The order of these calls is the durability promise; the fault tests fail when one is left out.
/// </summary>
internal static partial class Publication
{
    private static long _staged;

    /// <summary>A name in the staging folder that no other attempt of any process uses.</summary>
    public static string StagingPath(string stagingFolder) =>
        Path.Combine(stagingFolder, $"{Environment.ProcessId}-{Interlocked.Increment(ref _staged)}-{Guid.NewGuid():N}");

    /// <summary>Whether a name could be one of <see cref="StagingPath"/>'s: only such are swept.</summary>
    public static bool IsStagingName(string name) => StagingName().IsMatch(name);

    /// <summary>Writes a staging file and makes its bytes durable.</summary>
    public static void Stage(IFileSystem files, string stagingPath, ReadOnlySpan<byte> bytes)
    {
        using var file = files.CreateNew(stagingPath);
        file.Write(bytes);
        file.Flush();
    }

    /// <summary>The same for bytes that come piece by piece.</summary>
    public static void Stage(IFileSystem files, string stagingPath, Action<IByteSink> write)
    {
        using var file = files.CreateNew(stagingPath);
        write(file);
        file.Flush();
    }

    /// <summary>Gives a durable staging file its final name, durably. False when the name is taken.</summary>
    public static bool TryPublish(IFileSystem files, string stagingPath, string finalPath)
    {
        if (!files.TryLink(stagingPath, finalPath))
        {
            return false;
        }

        files.FlushDirectory(Path.GetDirectoryName(finalPath)!);
        return true;
    }

    /// <summary>Removes a staging file. A failure only leaves litter that the next writer removes, so it is not reported.</summary>
    public static void Discard(IFileSystem files, string stagingPath)
    {
        try
        {
            files.Delete(stagingPath);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
        }
    }

    /// <summary>Reads a whole file, when it is no larger than it may be.</summary>
    public static byte[] ReadAll(IFileSystem files, string path, long mostBytes)
    {
        using var stream = files.OpenRead(path);
        return WholeStream.ReadAll(stream, path, mostBytes);
    }

    [GeneratedRegex(@"\A[0-9]{1,10}-[0-9]{1,19}-[0-9a-f]{32}\z")]
    private static partial Regex StagingName();
}
