namespace Enas.Host.Cli;

/// <summary>Why a download ended. The numbers are exit codes.</summary>
internal enum DataDownloadFailure
{
    /// <summary>The bytes are not those of the data set.</summary>
    WrongContent = 65,

    /// <summary>No address answers, or the connection keeps breaking; what has arrived is kept.</summary>
    Unavailable = 69,

    /// <summary>The folder or the disk refuses.</summary>
    Disk = 74,
}

/// <summary>A download that did not install its files. The message is one line, with the way out.</summary>
internal sealed class DataDownloadException(DataDownloadFailure failure, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public DataDownloadFailure Failure { get; } = failure;

    /// <summary>65, 69 or 74.</summary>
    public int ExitCode => (int)Failure;
}
