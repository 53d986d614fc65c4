namespace Enas.Host.Telemetry;

/// <summary>What is written of a search and not yet part of its log.</summary>
internal static class StagedBytes
{
    /// <summary>Bytes in the staging folders of searches: segments and checkpoints that are not sealed.</summary>
    public static long Of(IEnumerable<string> searches) => searches.Sum(Of);

    private static long Of(string search)
    {
        try
        {
            return new DirectoryInfo(Path.Combine(search, "_tmp")).EnumerateFiles().Sum(Length);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0; // A search that has not begun has no such folder.
        }
    }

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0; // Sealed meanwhile.
        }
    }
}
