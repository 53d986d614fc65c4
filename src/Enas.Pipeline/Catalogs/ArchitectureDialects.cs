using System.Text.RegularExpressions;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;

namespace Enas.Pipeline.Catalogs;

/// <summary>
/// Architectures as people have them: in a dialect of their space, or by the name under which they were published. Each space's dialects
/// lie beside the space.
/// </summary>
public static partial class ArchitectureDialects
{
    /// <summary>The dialect of the reference implementation and of our own token strings; every space has it.</summary>
    public const string Official = "official";

    /// <summary>DARTS genotypes, of recurrent and of convolutional cells.</summary>
    public const string Darts = "darts";

    /// <summary>The dialects by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SpaceCatalog.All.SelectMany(space => Of(space.Kind)).Distinct()];

    /// <summary>The dialects of a space, see <see cref="SpaceKinds"/>.</summary>
    public static IReadOnlyList<string> Of(string spaceKind) => SpaceCatalog.Of(spaceKind).Dialects;

    /// <summary>The architecture that a text or a published name stands for, which must lie in the space. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    public static Architecture Parse(SearchSpace space, string dialect, string text)
    {
        var (known, own) = Resolve(space.Kind, dialect, text);
        return SpaceCatalog.Of(space.Kind).Parse(space, known, own);
    }

    /// <summary>A text with its dialect; for a published name its token string. Throws <see cref="ArchitectureFormatException"/>.</summary>
    /// <param name="spaceKind">The space that the text is read for.</param>
    /// <param name="dialect">The dialect that was asked for.</param>
    /// <param name="text">The text, or a published name.</param>
    public static (string Dialect, string Text) Resolve(string spaceKind, string dialect, string text)
    {
        if (PublishedArchitectures.Find(text.Trim()) is { } published)
        {
            return published.SpaceKind == spaceKind
                ? (Official, published.Tokens)
                : throw new ArchitectureFormatException($"{published.Name} is of the space {published.SpaceKind}, not of {spaceKind}");
        }

        if (Name().IsMatch(text))
        {
            var names = PublishedArchitectures.All.Select(architecture => architecture.Name).ToArray();
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

        return (dialect, text);
    }

    /// <summary>The space that a text is of, where nobody says it: that of a published name, of a dialect that only one space has, or of
    /// how the lists lie.</summary>
    public static string SpaceOf(string dialect, string text)
    {
        if (PublishedArchitectures.Find(text.Trim()) is { } published)
        {
            return published.SpaceKind;
        }

        if (dialect == Darts)
        {
            return text.Contains("normal", StringComparison.Ordinal) || text.Contains("reduce", StringComparison.Ordinal)
                ? SpaceKinds.MicroCnn : SpaceKinds.RnnCell;
        }

        if (dialect != Official)
        {
            return SpaceCatalog.All.First(space => space.Dialects.Contains(dialect)).Kind;
        }

        if (text.Contains('|', StringComparison.Ordinal))
        {
            return NasBench201Space.Name;
        }

        return text.Contains(MicroCnnDialects.CellSeparator, StringComparison.Ordinal) ? SpaceKinds.MicroCnn : SpaceOfLists(text);
    }

    /// <summary>The fault of a dialect that a space does not have.</summary>
    internal static ArchitectureFormatException Unknown(string dialect, string spaceKind) => new(
        Names.Contains(dialect)
            ? $"{spaceKind} has no dialect \"{dialect}\"; allowed: {string.Join(' ', Of(spaceKind))}"
            : $"\"{ForeignText.Shown(dialect, TokenNumbers.MostShown)}\" is not a "
                + $"dialect{Nearest.Hint(dialect, Names)}; allowed: {string.Join(' ', Names)}");

    /// <summary>Two lists of one length are the cells of the micro space; other lists the layers of the macro space.</summary>
    private static string SpaceOfLists(string text)
    {
        if (!text.Contains('[', StringComparison.Ordinal)
            || text.AsSpan().ContainsAny('(', '{') || PrintedLists.Of(text) is not { Count: > 1 } lists)
        {
            return SpaceKinds.RnnCell;
        }

        return lists.Count == 2 && TokenNumbers.Parse(lists[0]).Length == TokenNumbers.Parse(lists[1]).Length
            ? SpaceKinds.MicroCnn : SpaceKinds.MacroCnn;
    }

    [GeneratedRegex(@"^\s*[A-Za-z][\w.+-]*\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
