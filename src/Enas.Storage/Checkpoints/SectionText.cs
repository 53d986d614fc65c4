using System.Globalization;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;

namespace Enas.Storage.Checkpoints;

/// <summary>
/// A section in the metadata of a checkpoint: key <c>enas.section.NAME</c>, text <c>VERSION FORMAT NAME...</c> with the version of its
/// content, the first format that had the content, and the names that it holds, separated by spaces.
/// </summary>
internal static class SectionText
{
    private const string KeyPrefix = "enas.section.";

    // Far more than any checkpoint has: a hostile one must not make every name be held against thousands.
    private const int MostNames = 256;

    /// <summary>Whether a key of the metadata is that of a section.</summary>
    public static bool IsKey(string key) => key.StartsWith(KeyPrefix, StringComparison.Ordinal);

    /// <summary>The key of a section.</summary>
    public static string KeyOf(SectionKind section) => KeyPrefix + section.Name;

    /// <summary>The text of a section.</summary>
    public static string Of(SectionKind section) => string.Create(
        CultureInfo.InvariantCulture, $"{section.Version} {section.FirstFormat} {string.Join(' ', section.Names)}");

    /// <summary>The section of a key and its text; null where they are none.</summary>
    public static SectionKind? Parse(string key, string text)
    {
        var words = text.Split(' ', MostNames);
        return key.Length > KeyPrefix.Length && words.Length > 2 && words.All(word => word.Length > 0 && !word.Contains(' '))
            && Number(words[0]) is { } version && Number(words[1]) is { } format
            ? new SectionKind(key[KeyPrefix.Length..], version, words[2..]) { FirstFormat = format }
            : null;
    }

    /// <summary>Why sections cannot be those of these texts and tensors: each must be in exactly one. Null where they can, and where there
    /// are no sections.</summary>
    public static string? FaultOf(IReadOnlyList<SectionKind>? sections, IEnumerable<string> names)
    {
        if (sections is null)
        {
            return null;
        }

        if (sections.Sum(section => section.Names.Count) > MostNames)
        {
            return $"its sections hold more than {MostNames} names";
        }

        if (sections.FirstOrDefault(section => Parse(KeyOf(section), Of(section))?.Names.SequenceEqual(section.Names) != true) is { } unfit)
        {
            return $"its section {ForeignText.Shown(unfit.Name, 64)} cannot be written";
        }

        if (sections.GroupBy(section => section.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            return $"its section {ForeignText.Shown(twice.Key, 64)} is there twice";
        }

        return names.FirstOrDefault(name => sections.Count(section => section.Holds(name)) != 1) is { } stray
            ? $"{ForeignText.Shown(stray, 64)} is in {sections.Count(section => section.Holds(stray))} sections"
            : null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
