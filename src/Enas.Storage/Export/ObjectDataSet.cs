using Enas.Storage.Stores;

namespace Enas.Storage.Export;

/// <summary>A data set in an object store.</summary>
/// <param name="folder">Its address.</param>
internal sealed class ObjectDataSet(ObjectFolder folder) : IDataSetPlace
{
    public string Location => folder.Location;

    public string Workshop => Path.GetTempPath();

    public ValueTask<bool> HasAsync(string key, CancellationToken cancellationToken) => folder.ExistsAsync(key, cancellationToken);

    /// <exception cref="IOException">It has 2 GiB or more, which one request does not carry, or the store does not answer.</exception>
    public async ValueTask<bool> TryKeepAsync(string key, string file, CancellationToken cancellationToken)
    {
        if (new FileInfo(file).Length >= Array.MaxLength)
        {
            throw new IOException($"{key} has {new FileInfo(file).Length:N0} bytes, and one request to {folder.Location} carries less than "
                + $"{Array.MaxLength:N0}: make the data set in a folder of this machine and copy it");
        }

        var result = await folder.PutIfAbsentAsync(key, await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken);
        return result.Outcome switch
        {
            PutOutcome.Stored => true,
            PutOutcome.Taken => false,
            _ => throw new IOException($"whether {folder.Location}/{key} was written is unknown ({result.Reason})"),
        };
    }
}
