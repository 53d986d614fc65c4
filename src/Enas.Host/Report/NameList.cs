namespace Enas.Host.Report;

/// <summary>Many names in one line.</summary>
internal static class NameList
{
    private const int Most = 8;

    /// <summary>The names, and of very many the first ones and how many more there are.</summary>
    public static string Of(IReadOnlyList<string> names) => names.Count <= Most
        ? string.Join(", ", names)
        : string.Join(", ", names.Take(Most - 1)) + FormattableString.Invariant($" and {names.Count - Most + 1} more");
}
