using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Architectures;

/// <summary>Names of operations as job files say them.</summary>
internal static class OptionNames
{
    /// <summary>The place of a name among those that there are. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static int Position(IReadOnlyList<string> names, string name) => names.ToList().IndexOf(name) is >= 0 and var position
        ? position
        : throw new ArchitectureFormatException($"\"{ForeignText.Shown(name, TokenNumbers.MostShown)}\" "
            + $"is not an operation of this space{Nearest.Hint(name, names)}; allowed: {string.Join(' ', names)}");
}
