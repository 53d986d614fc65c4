namespace Enas.Storage.Files;

/// <summary>A file that is written once and never again: whoever comes first has it.</summary>
internal static class OnceFile
{
    /// <summary>Writes a file durably and whole; false where there is one, which stays as it is.</summary>
    /// <param name="path">The file, in a folder that is there.</param>
    /// <param name="bytes">Its content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static bool TryWrite(string path, ReadOnlySpan<byte> bytes)
    {
        var files = LocalFileSystem.Default;
        var staging = Publication.StagingPath(Path.GetDirectoryName(path)!) + ".part";
        try
        {
            Publication.Stage(files, staging, bytes);
            return Publication.TryPublish(files, staging, path);
        }
        finally
        {
            Publication.Discard(files, staging);
        }
    }
}
