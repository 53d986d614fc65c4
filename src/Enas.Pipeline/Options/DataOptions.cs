using System.Text.Json.Serialization;

namespace Enas.Pipeline.Options;

/// <summary>Where the tokens or images come from.</summary>
public sealed record DataOptions
{
    /// <summary><c>tokens</c> or <c>images</c> (a folder), or <c>generated</c> (the built-in language or pictures).</summary>
    public required string Kind { get; init; }

    /// <summary>Whether they are made by Enas itself, from a seed.</summary>
    [JsonIgnore]
    public bool IsGenerated => Kind == DataKindNames.Generated;

    /// <summary>Folder with train.txt, valid.txt, test.txt or NAME.train.txt and so on; absolute after resolution. Empty for
    /// <c>generated</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Draws the split and generated data; below 0 the job's own seed does. The facts state the digest of what is drawn.</summary>
    public long Seed { get; init; } = -1;

    /// <summary>Generated language: number of hidden states.</summary>
    public required int States { get; init; }

    /// <summary>Generated language: number of words.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Generated language: words that each state can emit.</summary>
    public required int Branches { get; init; }

    public required int TrainTokens { get; init; }

    public required int ValidTokens { get; init; }

    public required int TestTokens { get; init; }

    /// <summary>Text: what a token is, <c>words</c> or <c>characters</c>.</summary>
    public string Tokens { get; init; } = TokenUnits.Words;

    /// <summary>Text: which words are left out of the vocabulary, and what stands for them.</summary>
    public UnknownWordOptions Unknown { get; init; } = new();

    /// <summary>Image spaces: how images are split and varied.</summary>
    public ImageDataOptions? Images { get; init; }
}

/// <summary>Text: the words outside the vocabulary.</summary>
public sealed record UnknownWordOptions
{
    /// <summary>The word that stands for them; empty for none: a text with such words is refused.</summary>
    public string Word { get; init; } = string.Empty;

    /// <summary>Words that the training text has less often are left out.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>Words of the vocabulary at most, <c>&lt;eos&gt;</c> and the unknown word among them; 0 for all.</summary>
    public int VocabularySize { get; init; }
}
