using Enas.Host.Cli;

namespace Enas.Host.Data;

/// <summary>NAME.partial beside the file that is to be: what has arrived so far. Every refusal of the disk is a
/// <see cref="DataDownloadException"/>.</summary>
internal sealed class PartialFile(string folder, DataFile file)
{
    /// <summary>Where the file is installed.</summary>
    public string Target { get; } = Path.Combine(folder, file.Name);

    public string PartialPath { get; } = Path.Combine(folder, file.Name + ".partial");

    /// <summary>Bytes that have arrived, 0 when there is no partial file.</summary>
    public long Length => OnDisk(() => File.Exists(PartialPath) ? new FileInfo(PartialPath).Length : 0);

    /// <summary>True when the target is there and right; a target with other bytes is an error, never overwritten.</summary>
    public bool IsInstalled() => OnDisk(() =>
    {
        if (!File.Exists(Target))
        {
            return false;
        }

        return new FileInfo(Target).Length == file.Size && DataCatalog.Sha256Of(Target) == file.Sha256
            ? true
            : throw new DataDownloadException(DataDownloadFailure.WrongContent,
                $"{Target}: a file with other content is there and is not overwritten. Move it away, or choose another folder.");
    });

    /// <summary>Opens for writing at an offset; what follows it is cut off. Nobody else can write at the same time.</summary>
    public FileStream Open(long offset) => OnDisk(() =>
    {
        var stream = new FileStream(PartialPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0); // No late writes.
        stream.SetLength(offset);
        stream.Position = offset;
        return stream;
    });

    public void Delete() => OnDisk(() =>
    {
        File.Delete(PartialPath);
        return true;
    });

    /// <summary>True when what has arrived is the file, whole and right.</summary>
    public bool IsRight() => OnDisk(() => Length == file.Size && DataCatalog.Sha256Of(PartialPath) == file.Sha256);

    /// <summary>The atomic step: the verified partial file gets its name.</summary>
    public void Install() => OnDisk(() =>
    {
        File.Move(PartialPath, Target, overwrite: false);
        return true;
    });

    /// <summary>Runs a disk operation; an I/O error becomes exit code 74.</summary>
    public T OnDisk<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataDownloadException(DataDownloadFailure.Disk, $"{PartialPath}: the disk refuses: "
                + $"{error.Message} Make room, check the folder's permissions and that no other download runs, then run it again.", error);
        }
    }
}
