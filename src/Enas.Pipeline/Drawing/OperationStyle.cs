using System.Text.RegularExpressions;

namespace Enas.Pipeline.Drawing;

/// <summary>How drawings show an image operation: both follow from its name, so that a new operation is drawn as it is.</summary>
/// <param name="Label">Its name, short enough for a box.</param>
/// <param name="Kind">Its colour's class.</param>
internal sealed partial record OperationStyle(string Label, string Kind)
{
    // What the words of names are shortened to.
    private static readonly (string Word, string Short, string Kind)[] s_words =
    [
        ("separable-convolution-", "sep ", "separable"), ("convolution-", "conv ", "convolution"), ("average-pool-", "avg ", "pool"),
        ("max-pool-", "max ", "pool"),
    ];

    /// <summary>The style of an operation.</summary>
    public static OperationStyle Of(string name)
    {
        var (word, label, kind) = Array.Find(s_words, known => name.StartsWith(known.Word, StringComparison.Ordinal));
        return word is null ? new(name, "identity") : new(label + Size().Replace(name[word.Length..], "$1×$2"), kind);
    }

    [GeneratedRegex(@"^(\d+)x(\d+)")]
    private static partial Regex Size();
}
