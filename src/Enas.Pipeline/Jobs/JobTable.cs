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

    internal JobTable(ISpaceModule? space, IStrategyKind? strategy, IReadOnlyList<JobOption> options) =>
        (_space, _strategy, Options) = (space, strategy, options);

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
    public JobOption? Find(string key) => Options.FirstOrDefault(option => option.Key == key);

    // A key can be as long as its file, so it is not put together anew for every option.
    internal bool IsSection(string key) =>
        Options.Any(option => option.Key.Length > key.Length
            && option.Key[key.Length] == '.' && option.Key.StartsWith(key, StringComparison.Ordinal));

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
        return elsewhere is null ? $"; known here: {string.Join(" ", NamesIn(prefix))}" : $" - did you mean \"{elsewhere.Key}\"?";
    }
}
