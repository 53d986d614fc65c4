using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Pipeline.Spaces;

/// <summary>The spaces' names in job files and facts.</summary>
public static class SpaceKinds
{
    public const string RnnCell = "rnn-cell";
    public const string MacroCnn = "macro-cnn";
    public const string MicroCnn = "micro-cnn";

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } = [RnnCell, MacroCnn, MicroCnn];
}
