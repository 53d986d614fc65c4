namespace Enas.Storage.Export;

/// <summary>Where a data set of many logs is kept. What has a name is whole and never changes.</summary>
internal interface IDataSetPlace
{
    /// <summary>Folder or address, for people.</summary>
    string Location { get; }

    /// <summary>Whether a file is there.</summary>
    /// <param name="key">Its name within the data set, with <c>/</c> between folders.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    ValueTask<bool> HasAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps a file that this machine has, unless there is one of this name.</summary>
    /// <param name="key">Its name within the data set.</param>
    /// <param name="file">The file; whoever made it removes it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>False where somebody else kept one meanwhile.</returns>
    ValueTask<bool> TryKeepAsync(string key, string file, CancellationToken cancellationToken);

    /// <summary>A folder of this machine in which files are made that are kept afterwards.</summary>
    string Workshop { get; }
}
