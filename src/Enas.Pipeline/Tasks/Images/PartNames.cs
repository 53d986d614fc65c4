namespace Enas.Pipeline.Tasks.Images;

/// <summary>The parts of a data set, and the words that people name them by.</summary>
internal static class PartNames
{
    public const string Train = "train";
    public const string Valid = "valid";
    public const string Test = "test";

    private static readonly (string Part, string[] Words)[] s_words =
    [
        (Train, ["train", "training"]),
        (Valid, ["valid", "validation", "val", "dev"]),
        (Test, ["test", "testing", "t10k"]),
    ];

    /// <summary>All parts, in their order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. s_words.Select(known => known.Part)];

    /// <summary>The words for a part, for messages.</summary>
    public static string WordsFor(string part) => string.Join(" or ", s_words.First(known => known.Part == part).Words);

    /// <summary>The part that a whole name says; null for any other name. Case does not matter.</summary>
    public static string? Of(string name) =>
        s_words.FirstOrDefault(known => known.Words.Contains(name, StringComparer.OrdinalIgnoreCase)).Part;

    /// <summary>The part that the last word of a name says: <c>mnist_train</c>.</summary>
    public static string? OfLastWord(string name) => WordsOf(name) is { Length: > 0 } words ? Of(words[^1]) : null;

    /// <summary>The part that some word of a name says, or that stands somewhere in it:
    /// <c>emnist-letters-train-images-idx3-ubyte</c>.</summary>
    public static string? OfAnyWord(string name)
    {
        var byWord = WordsOf(name).Select(Of).FirstOrDefault(part => part is not null);
        return byWord ?? s_words.FirstOrDefault(known =>
            known.Words.Any(word => word.Length > 3 && name.Contains(word, StringComparison.OrdinalIgnoreCase))).Part;
    }

    private static string[] WordsOf(string name) => name.Split(['-', '_', '.', ' '], StringSplitOptions.RemoveEmptyEntries);
}
