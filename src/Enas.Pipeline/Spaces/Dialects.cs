using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Spaces;

/// <summary>The dialects of architectures that more than one space has.</summary>
internal static class Dialects
{
    /// <summary>The dialect of the reference implementation and of our own token strings; every space has it.</summary>
    public const string Official = "official";

    /// <summary>DARTS genotypes, of recurrent and of convolutional cells.</summary>
    public const string Darts = "darts";

    /// <summary>The fault of a dialect that a space does not have.</summary>
    public static ArchitectureFormatException Unknown(string dialect, string spaceKind, IReadOnlyList<string> own) => new(
        $"{spaceKind} has no dialect \"{ForeignText.Shown(dialect, TokenNumbers.MostShown)}\"; allowed: {string.Join(' ', own)}");
}
