using Enas.Storage.Files;

namespace Enas.Storage.Export;

/// <summary>A data set in a folder of this machine.</summary>
/// <param name="root">Its full path.</param>
internal sealed class LocalDataSet(string root) : IDataSetPlace
{
    public string Location => root;

    // On the same disk, so that a file gets its name without a copy.
    public string Workshop => Path.Combine(root, "events");

    public ValueTask<bool> HasAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(File.Exists(Path.Combine(root, key)));

    public ValueTask<bool> TryKeepAsync(string key, string file, CancellationToken cancellationToken)
    {
        var target = Path.Combine(root, key);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using (var written = File.OpenHandle(file, FileMode.Open, FileAccess.Write))
        {
            RandomAccess.FlushToDisk(written);
        }

        return ValueTask.FromResult(LocalFileSystem.Default.TryLink(file, target));
    }
}
