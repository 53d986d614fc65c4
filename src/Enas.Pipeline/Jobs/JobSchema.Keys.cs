namespace Enas.Pipeline.Jobs;

// Questions about keys that are not options.
public static partial class JobSchema
{
    internal static bool IsSection(string key) =>
        Options.Any(option => option.Key.StartsWith(key + ".", StringComparison.Ordinal));

    /// <summary>Did-you-mean for an unknown key: a neighbour in its section, else the same name in another section.</summary>
    internal static string HintFor(string key)
    {
        var dot = key.LastIndexOf('.');
        var (prefix, name) = (key[..(dot + 1)], key[(dot + 1)..]);
        if (Nearest.Find(name, NamesIn(prefix)) is { } neighbour)
        {
            return $" - did you mean \"{neighbour}\"?";
        }

        var elsewhere = Options.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase));
        return elsewhere is null ? $"; known here: {string.Join(" ", NamesIn(prefix))}" : $" - did you mean \"{elsewhere.Key}\"?";
    }

    private static List<string> NamesIn(string prefix) => Options
        .Where(option => option.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(option => option.Key[prefix.Length..].Split('.')[0])
        .Distinct()
        .ToList();
}
