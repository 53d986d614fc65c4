using System.Text.RegularExpressions;

namespace Enas.Host.Cli;

/// <summary>The order of names that end in numbers: run-2 stands before run-10.</summary>
internal static partial class NaturalOrder
{
    // Longer than any number that somebody counts with; longer ones are compared from their first digit on.
    private const int Digits = 40;

    /// <summary>
    /// The items in the order in which they were given, but those whose names differ in numbers alone stand together, by these numbers. A
    /// shell gives run-1, run-10, run-2.
    /// </summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, Func<T, string> nameOf)
    {
        string[] stems = [.. items.Select(item => Stem(nameOf(item))).Distinct(StringComparer.Ordinal)];
        var places = stems.Index().ToDictionary(stem => stem.Item, stem => stem.Index, StringComparer.Ordinal);
        return
        [
            .. items.OrderBy(item => places[Stem(nameOf(item))])
                .ThenBy(item => Number().Replace(nameOf(item), number => number.Value.TrimStart('0').PadLeft(Digits, '0')),
                    StringComparer.Ordinal),
        ];
    }

    private static string Stem(string name) => Number().Replace(name, "0");

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
