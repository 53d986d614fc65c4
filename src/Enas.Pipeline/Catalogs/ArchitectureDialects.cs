using System.Text.RegularExpressions;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.MacroCnn;

namespace Enas.Pipeline.Catalogs;

/// <summary>
/// Architectures as people have them: in a dialect of their space, or by the name of a published or a reference one. Each space's dialects
/// lie beside the space.
/// </summary>
internal static partial class ArchitectureDialects
{
    /// <summary>The dialect of the reference implementation and of our own token strings; every space has it.</summary>
    public const string Official = Dialects.Official;

    /// <summary>DARTS genotypes, of recurrent and of convolutional cells.</summary>
    public const string Darts = Dialects.Darts;

    /// <summary>The dialects by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SpaceCatalog.Kinds.SelectMany(Of).Distinct()];

    /// <summary>The dialects of a space, see <see cref="SearchSpace.Kind"/>.</summary>
    public static IReadOnlyList<string> Of(string spaceKind) => SpaceCatalog.Of(spaceKind).Dialects;

    /// <summary>The architecture that a text or a published name stands for, which must lie in the space. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    public static Architecture Parse(SearchSpace space, string dialect, string text)
    {
        if (ReferenceArchitectures.Of(space).FirstOrDefault(reference => reference.Name == text.Trim()) is { } held)
        {
            return held.Architecture;
        }

        var (known, own) = Resolve(space.Kind, dialect, text);
        return SpaceCatalog.Of(space.Kind).Parse(space, known, own);
    }

    /// <summary>A text with its dialect; for a published name its token string. Throws <see cref="ArchitectureFormatException"/>.</summary>
    /// <param name="spaceKind">The space that the text is read for.</param>
    /// <param name="dialect">The dialect that was asked for.</param>
    /// <param name="text">The text, or a published name.</param>
    public static (string Dialect, string Text) Resolve(string spaceKind, string dialect, string text)
    {
        if (Named(text) is { } published)
        {
            return published.SpaceKind == spaceKind
                ? (Official, published.Tokens)
                : throw new ArchitectureFormatException($"{published.Name} is of the space {published.SpaceKind}, not of {spaceKind}");
        }

        if (Name().IsMatch(text))
        {
            string[] names = [.. NamesOf(PublishedArchitectures.All), .. NamesOf(ReferenceArchitectures.All)];
            throw new ArchitectureFormatException($"\"{ForeignText.Shown(text.Trim(), TokenNumbers.MostShown)}\" is neither "
                + $"tokens nor the name of a published architecture{Nearest.Hint(text.Trim(), names)}; names: {string.Join(' ', names)}");
        }

        if (dialect == Official && text.Contains('(', StringComparison.Ordinal))
        {
            throw new ArchitectureFormatException($"\"{ForeignText.Shown(text.Trim(), TokenNumbers.MostShown)}\" "
                + $"is not a string of numbers; for a DARTS genotype add --dialect {Darts}");
        }

        if (dialect == Official && text.Contains('{', StringComparison.Ordinal))
        {
            throw new ArchitectureFormatException($"\"{ForeignText.Shown(text.Trim(), TokenNumbers.MostShown)}\" "
                + $"is not a string of numbers; for what Katib's ENAS says of a trial add --dialect {MacroCnnDialects.Katib}");
        }

        return Of(spaceKind).Contains(dialect) ? (dialect, text) : throw Unknown(dialect, spaceKind);
    }

    /// <summary>The space that a text is of, where nobody says it: that of a published name, the one that recognises the text, or the first
    /// that has the dialect.</summary>
    public static string SpaceOf(string dialect, string text) =>
        Named(text)?.SpaceKind
            ?? (SpaceCatalog.All.FirstOrDefault(space => space.Dialects.Contains(dialect) && space.Recognises(dialect, text))
                ?? SpaceCatalog.All.First(space => space.Dialects.Contains(dialect))).Kind;

    private static PublishedArchitecture? Named(string text) => PublishedArchitectures.Find(text.Trim())
        ?? ReferenceArchitectures.All.FirstOrDefault(reference => reference.Name == text.Trim());

    private static IEnumerable<string> NamesOf(IEnumerable<PublishedArchitecture> published) => published.Select(one => one.Name);

    private static ArchitectureFormatException Unknown(string dialect, string spaceKind) => Names.Contains(dialect)
        ? Dialects.Unknown(dialect, spaceKind, Of(spaceKind))
        : new($"\"{ForeignText.Shown(dialect, TokenNumbers.MostShown)}\" is not a "
            + $"dialect{Nearest.Hint(dialect, Names)}; allowed: {string.Join(' ', Names)}");

    [GeneratedRegex(@"^\s*[A-Za-z][\w.+-]*\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
