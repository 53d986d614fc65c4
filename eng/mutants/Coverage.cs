using System.Globalization;

namespace Enas.Mutants;

/// <summary>A test that passes without a mutant: its time, and the mutants that it reaches, and those of them that run
/// once in a process.</summary>
internal sealed record CoveringTest(string Name, TimeSpan Time, IReadOnlyList<int> Reached, IReadOnlyList<int> Once);

/// <summary>Which tests reach which mutants.</summary>
internal sealed class Coverage
{
    // A mutant meets the cheapest tests that reach it, until they would take this long.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<int, List<CoveringTest>> _byMutant = [];
    private readonly SortedDictionary<string, SortedSet<string>> _byFile = new(StringComparer.Ordinal);
    private readonly SortedSet<int> _once;
    private readonly IReadOnlyList<CoveringTest> _tests;

    private Coverage(IReadOnlyList<CoveringTest> tests, IReadOnlyList<string> leftOut, IEnumerable<Mutant> mutants)
    {
        _tests = [.. tests.OrderBy(test => test.Time)];
        LeftOut = leftOut;
        _once = [.. tests.SelectMany(test => test.Once)];
        var files = mutants.ToDictionary(mutant => mutant.Id, mutant => mutant.File);
        foreach (var test in _tests)
        {
            foreach (var mutant in test.Reached.Where(files.ContainsKey))
            {
                Entry(_byMutant, mutant).Add(test);
                Entry(_byFile, files[mutant]).Add(test.Name);
            }
        }
    }

    /// <summary>Tests that are left out, and why: they take long, or fail without a mutant where they run one by one in one
    /// process.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    public int Tests => _tests.Count;

    public static async Task<Coverage> MeasureAsync(IReadOnlyList<Mutant> mutants)
    {
        using var process = new TestProcess("coverage");
        var (tests, others) = (new List<CoveringTest>(), new List<string>());
        while (await process.AnswerAsync(TimeSpan.FromMinutes(10)) is { } line)
        {
            var words = line.Split('\t');
            if (words.Length == 2 && !char.IsDigit(words[1][0]))
            {
                others.Add($"{words[0]} {words[1]}");
            }
            else
            {
                tests.Add(new(words[0], TimeSpan.FromMicroseconds(Number(words[1])), Numbers(words[2]), Numbers(words[3])));
            }
        }

        return tests.Count > 0 ? new(tests, others, mutants)
            : throw new InvalidOperationException($"No test passes without a mutant. {process.LastWords}");
    }

    public bool IsReached(Mutant mutant) => _byMutant.ContainsKey(mutant.Id);

    /// <summary>Whether it runs once in a process, so that it must be active before anything else is done there.</summary>
    public bool RunsOnce(Mutant mutant) => _once.Contains(mutant.Id);

    /// <summary>The tests that reach the mutant.</summary>
    public IReadOnlyList<CoveringTest> Of(Mutant mutant) => Within(_byMutant[mutant.Id]);

    /// <summary>
    /// These and all that reach something in its file: what is computed once in a process, as the value of a static field is, is
    /// reached by the first test alone and used by all.
    /// </summary>
    public IReadOnlyList<CoveringTest> Around(Mutant mutant)
    {
        var near = _byFile[mutant.File];
        var own = _byMutant[mutant.Id];
        return Within([.. own, .. _tests.Where(test => near.Contains(test.Name) && !own.Contains(test))]);
    }

    /// <summary>Some of all tests, which must still pass after a mutant was met.</summary>
    public IReadOnlyList<CoveringTest> Cheapest() => Within(_tests);

    private static List<CoveringTest> Within(IReadOnlyList<CoveringTest> tests)
    {
        var (chosen, sum) = (new List<CoveringTest>(), TimeSpan.Zero);
        foreach (var test in tests)
        {
            sum += test.Time;
            if (sum > s_longest && chosen.Count > 0)
            {
                break;
            }

            chosen.Add(test);
        }

        return chosen;
    }

    private static TValue Entry<TKey, TValue>(SortedDictionary<TKey, TValue> entries, TKey key)
        where TKey : notnull
        where TValue : new()
    {
        if (!entries.TryGetValue(key, out var value))
        {
            entries.Add(key, value = new());
        }

        return value;
    }

    private static IReadOnlyList<int> Numbers(string words) => [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number)];

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
