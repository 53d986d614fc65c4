namespace Enas.Host.Data;

/// <summary>A data set that Enas knows how to fetch and to recognise.</summary>
/// <param name="Name">What <c>data get</c> takes.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Licence">What may be done with it.</param>
/// <param name="Origin">Where its makers publish it.</param>
/// <param name="Digest">The data digest of what is decoded, before any split: recognises copies in other files. Null where nobody here has
/// seen it whole.</param>
/// <param name="Files">What is fetched.</param>
internal sealed record DataSetEntry(
    string Name, string Description, string Licence, Uri Origin, string? Digest, IReadOnlyList<DataFile> Files)
{
    /// <summary><c>tokens</c> or <c>images</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Bytes of all files together.</summary>
    public long Size => Files.Sum(file => file.Size);
}

/// <summary>One file of a data set.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="Addresses">Where it can be fetched, best first; the bytes are verified, so none of them has to be trusted.</param>
internal sealed record DataFile(string Name, long Size, string Sha256, IReadOnlyList<Uri> Addresses);

/// <summary>How far the download of a file is, in bytes.</summary>
internal readonly record struct DataProgress(string File, long Bytes, long Total);
