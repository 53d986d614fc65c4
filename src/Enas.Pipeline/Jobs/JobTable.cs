using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Jobs;

/// <summary>
/// The options of one kind of space, in the order in which its jobs and facts are written. An option that only other kinds have is unknown
/// here: it is in no fact and no explanation, and setting it is an error.
/// </summary>
public sealed class JobTable
{
    internal JobTable(string spaceKind, IReadOnlyList<JobOption> options)
    {
        SpaceKind = spaceKind;
        Options = options;
    }

    /// <summary>The space, see <see cref="SpaceKinds"/>.</summary>
    public string SpaceKind { get; }

    /// <summary>Every option.</summary>
    public IReadOnlyList<JobOption> Options { get; }

    /// <summary>The option of a dotted key, or null.</summary>
    public JobOption? Find(string key) => Options.FirstOrDefault(option => option.Key == key);

    internal bool IsSection(string key) =>
        Options.Any(option => option.Key.StartsWith(key + ".", StringComparison.Ordinal));

    /// <summary>What is wrong with a key that is not here: another kind has it, or nobody knows it.</summary>
    internal string FaultOf(string key)
    {
        var others = JobSchema.Tables.Where(table => JobSchema.AcceptedKinds.Contains(table.SpaceKind) && (table.Find(key) is not null || table.IsSection(key))).Select(table => $"\"{table.SpaceKind}\"").ToArray();
        return others.Length == 0
            ? "unknown key" + HintFor(key)
            : $"belongs to jobs with space.kind {string.Join(" or ", others)}; this job's is \"{SpaceKind}\"";
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
