namespace Enas.Pipeline.Messages;

/// <summary>Did-you-mean: the known word that is the fewest edits away.</summary>
internal static class Nearest
{
    /// <summary>The text to append to a message, empty when nothing is near.</summary>
    public static string Hint(string word, IEnumerable<string> known) =>
        Find(word, known) is { } found ? $" - did you mean \"{found}\"?" : "";

    /// <summary>The nearest known word, or null. A third of the letters may be wrong, at least one.</summary>
    public static string? Find(string word, IEnumerable<string> known)
    {
        string? best = null;
        var limit = Math.Max(1, word.Length / 3);
        foreach (var candidate in known)
        {
            // The distance is at least the difference in length, and a word of a megabyte would take long to compare.
            if (candidate.Length == 0 || Math.Abs(candidate.Length - word.Length) > limit)
            {
                continue;
            }

            var distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance <= limit)
            {
                best = candidate;
                limit = distance - 1;
            }
        }

        return best;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.</summary>
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Step(table, a, b, i, j);
            }
        }

        return table[a.Length, b.Length];
    }

    private static int Step(int[,] table, string a, string b, int i, int j)
    {
        var replace = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(replace, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
    }
}
