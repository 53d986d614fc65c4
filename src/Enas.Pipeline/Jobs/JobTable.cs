using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Jobs;

/// <summary>
/// The options of one space under one strategy, in the order in which its jobs and facts are written. An option that only other kinds have
/// is unknown here: it is in no fact and no explanation, and setting it is an error.
/// </summary>
public sealed class JobTable
{
    private readonly ISpaceModule? _space;
    private readonly IStrategyKind? _strategy;

    // In ordinal order: a reading looks every key up several times, and an unknown one in every table.
    private readonly string[] _keys;
    private readonly JobOption[] _byKey;
    private readonly string[] _sections;

    internal JobTable(ISpaceModule? space, IStrategyKind? strategy, IReadOnlyList<JobOption> options)
    {
        (_space, _strategy, Options) = (space, strategy, options);
        _byKey = [.. options.DistinctBy(option => option.Key).OrderBy(option => option.Key, StringComparer.Ordinal)];
        _keys = [.. _byKey.Select(option => option.Key)];
        _sections = [.. _keys.SelectMany(SectionsOf).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The module; null of a table of all.</summary>
    public ISpaceModule? Space => _space;

    /// <summary>The space's name.</summary>
    public string SpaceKind => _space?.Kind ?? string.Empty;

    /// <summary>The strategy's name.</summary>
    public string StrategyKind => _strategy?.Name ?? string.Empty;

    /// <summary>What the path of the data leads to, for messages: <c>the folder with the text files</c>.</summary>
    internal string DataWords => _space?.DataWords ?? string.Empty;

    /// <summary>Every option.</summary>
    public IReadOnlyList<JobOption> Options { get; }

    /// <summary>The option of a dotted key, or null.</summary>
    public JobOption? Find(string key) =>
        Array.BinarySearch(_keys, key, StringComparer.Ordinal) is >= 0 and var place ? _byKey[place] : null;

    internal bool IsSection(string key) => Array.BinarySearch(_sections, key, StringComparer.Ordinal) >= 0;

    /// <summary>Whether a key is one of an option or a section here.</summary>
    internal bool Has(string key) => Find(key) is not null || IsSection(key);

    /// <summary>What is wrong with a key that is not here: another kind has it, or nobody knows it.</summary>
    internal string FaultOf(string key)
    {
        JobTable[] others = [.. JobSchema.Tables.Where(table => table.Has(key))];
        string[] strategies = [.. others.Where(table => table.Space == Space)
            .Select(table => $"\"{table.StrategyKind}\"").Distinct()];
        string[] data = [.. others.Where(table => table.SpaceKind == SpaceKind)
            .SelectMany(table => table.Space!.DataKinds).Distinct().Select(kind => $"\"{kind}\"")];
        string[] spaces = [.. others.Select(table => $"\"{table.SpaceKind}\"").Distinct()];
        return others.Length == 0 ? "unknown key" + HintFor(key)
            : strategies.Length > 0
                ? $"belongs to jobs with strategy.kind {string.Join(" or ", strategies)}; this job's is \"{StrategyKind}\""
            : data.Length > 0 ? $"belongs to jobs of \"{SpaceKind}\" with data.kind {string.Join(" or ", data)}"
            : spaces.Contains($"\"{SpaceKind}\"") ? $"belongs to jobs of \"{SpaceKind}\" with other data: this one's architectures are "
                + "evaluated outside of Enas, and who does that has the data"
            : $"belongs to jobs with space.kind {string.Join(" or ", spaces)}; this job's is \"{SpaceKind}\"";
    }

    // Of "a.b.c" these are "a" and "a.b".
    private static IEnumerable<string> SectionsOf(string key) =>
        from i in Enumerable.Range(0, key.Length)
        where key[i] == '.'
        select key[..i];

    internal List<string> NamesIn(string prefix) => Options
        .Where(option => option.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(option => option.Key[prefix.Length..].Split('.')[0])
        .Distinct()
        .ToList();

    /// <summary>Did-you-mean for an unknown key: a neighbour in its section, else the same name in another section.</summary>
    private string HintFor(string key)
    {
        var dot = key.LastIndexOf('.');
        var (prefix, name) = (key[..(dot + 1)], key[(dot + 1)..]);
        if (Nearest.Find(name, NamesIn(prefix)) is { } neighbour)
        {
            return $" - did you mean \"{neighbour}\"?";
        }

        var elsewhere = Options.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase));
        return elsewhere is not null ? $" - did you mean \"{elsewhere.Key}\"?" : WithoutSection(prefix);
    }

    // The names in the section of a key; of a section that there is none of, those in the nearest one above it.
    private string WithoutSection(string prefix)
    {
        var known = prefix;
        while (NamesIn(known).Count == 0)
        {
            known = known[..(known.TrimEnd('.').LastIndexOf('.') + 1)];
        }

        var names = string.Join(" ", NamesIn(known));
        var above = known.Length == 0 ? "known" : $"in \"{known.TrimEnd('.')}\" known";
        return known == prefix ? $"; known here: {names}" : $"; there is no section \"{prefix.TrimEnd('.')}\", {above} are: {names}";
    }
}
