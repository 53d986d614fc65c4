using System.Globalization;

namespace Enas.Host.Cli;

/// <summary>Seeds as people give them: <c>1..5</c>, <c>7</c>, or several of these with commas between.</summary>
internal static class SeedList
{
    private const int Most = 1000;

    /// <summary>The seeds in the order in which they were given.</summary>
    /// <param name="text">What was given.</param>
    /// <exception cref="CommandLineException">It is no list of seeds, names one twice, or has too many.</exception>
    public static IReadOnlyList<ulong> Parse(string text)
    {
        var seeds = new List<ulong>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split("..");
            if (ends.Length > 2 || !TryRead(ends[0], out var first) || !TryRead(ends[^1], out var last) || last < first
                || last - first >= Most)
            {
                throw Wrong(text);
            }

            for (var seed = first; seeds.Count <= Most && seed - first <= last - first; seed++)
            {
                seeds.Add(seed);
                if (seed == last)
                {
                    break;
                }
            }
        }

        return seeds.Count <= Most && seeds.Distinct().Count() == seeds.Count ? seeds : throw Wrong(text);
    }

    private static bool TryRead(string text, out ulong seed) =>
        ulong.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out seed);

    private static CommandLineException Wrong(string text) => new($"--seeds {Pipeline.Messages.ForeignText.Shown(text)}: allowed are "
        + $"different seeds as in 1..5, 7 or 1..3,10, at most {Most}");
}
