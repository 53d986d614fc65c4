namespace Enas.Host.Data;

/// <summary>How a folder relates to a known data set.</summary>
internal enum DataRecognition
{
    /// <summary>No known data set.</summary>
    None,

    /// <summary>The same words in the same order, in other bytes (line ends, white space).</summary>
    SameContent,

    /// <summary>The known files, byte for byte.</summary>
    SameBytes,
}

/// <summary>What is in a data folder.</summary>
/// <param name="Folder">The folder, as it was given.</param>
/// <param name="Splits">Train, valid, test.</param>
/// <param name="VocabularyCount">Distinct words, <c>&lt;eos&gt;</c> included.</param>
/// <param name="Digest">The data digest, as it stands in a search's facts.</param>
/// <param name="ValidUnigramPerplexity">Add-one unigram perplexity of valid: what a search has to beat.</param>
/// <param name="TestUnigramPerplexity">The same for test.</param>
/// <param name="Recognition">Whether it is <paramref name="Known"/>.</param>
/// <param name="Known">The data set that was recognised, if any.</param>
/// <param name="Remarks">What the owner of the data should know, a sentence each.</param>
/// <param name="PassedOver">What lies in the folder and was not read.</param>
/// <param name="Harmless">What lies in the folder and is known to be no data.</param>
internal sealed record DataCheck(
    string Folder,
    IReadOnlyList<DataSplitCheck> Splits,
    int VocabularyCount,
    string Digest,
    double ValidUnigramPerplexity,
    double TestUnigramPerplexity,
    DataRecognition Recognition,
    DataSetEntry? Known,
    IReadOnlyList<string> Remarks,
    IReadOnlyList<string> PassedOver,
    IReadOnlyList<string> Harmless);

/// <summary>One split: its file and what was read from it.</summary>
internal sealed record DataSplitCheck(string Split, string File, long Size, string Sha256, int Tokens);
