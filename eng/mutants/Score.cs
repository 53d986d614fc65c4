using System.Globalization;

namespace Enas.Mutants;

/// <summary>What became of a mutant: the test that noticed it, or what else ended it; nothing of one that survived.</summary>
internal sealed record Verdict(Mutant Mutant, string State, string By)
{
    public const string Killed = "killed";
    public const string Survived = "survived";
    public const string Unreached = "unreached";
}

/// <summary>
/// Has every mutant meet the tests that reach it: in a process that has met others before, which takes milliseconds, or, where the mutant
/// runs once in a process, in one of its own.
/// </summary>
/// <param name="mutants">The mutants, all or a sample.</param>
/// <param name="folder">Where what became of each is written.</param>
internal sealed class Score(IReadOnlyList<Mutant> mutants, string folder)
{
    // After so many mutants the tests must pass without any, or the last of them are met again in processes of their own.
    private const int Batch = 25;

    private const int NoMutant = -1;

    private readonly List<Verdict> _verdicts = [];

    public async Task<int> RunAsync()
    {
        var coverage = await Coverage.MeasureAsync(mutants);
        Console.WriteLine($"{mutants.Count} mutants, {coverage.Tests} tests");
        foreach (var test in coverage.LeftOut)
        {
            Console.WriteLine($"left out: {test}");
        }

        var unreached = mutants.Where(mutant => !coverage.IsReached(mutant));
        _verdicts.AddRange(unreached.Select(mutant => new Verdict(mutant, Verdict.Unreached, "")));
        var alone = mutants.Where(coverage.RunsOnce).ToList();
        var others = mutants.Where(mutant => coverage.IsReached(mutant) && !coverage.RunsOnce(mutant)).OrderBy(Scattered);
        foreach (var batch in others.Chunk(Batch))
        {
            alone.AddRange(await MeetAsync(batch, coverage));
            Write();
            Console.WriteLine($"{_verdicts.Count} of {mutants.Count}: {Count(Verdict.Killed)} killed, {Count(Verdict.Survived)} survived, "
                + $"{Count(Verdict.Unreached)} not reached");
        }

        foreach (var mutant in alone)
        {
            _verdicts.Add(await MeetAloneAsync(mutant, coverage.Around(mutant)));
        }

        Write();
        Print();
        return 0;
    }

    // In an order that has nothing to do with where they lie: what was met when a run is ended is a sample of all.
    private static uint Scattered(Mutant mutant) => unchecked((uint)mutant.Id * 2654435761);

    private int Count(string state) => _verdicts.Count(verdict => verdict.State == state);

    // Those that must be met again: all, if something of one stayed behind.
    private async Task<IReadOnlyList<Mutant>> MeetAsync(Mutant[] batch, Coverage coverage)
    {
        var verdicts = new List<Verdict>();
        var process = new TestProcess("run");
        try
        {
            foreach (var mutant in batch)
            {
                verdicts.Add(await AskAsync(process, mutant, coverage.Of(mutant)));
                if (process.IsOver)
                {
                    process.Dispose();
                    process = new("run");
                }
            }

            var check = await AskAsync(process, new(NoMutant, "", 0, "", "", ""), coverage.Cheapest());
            if (check.State == Verdict.Killed)
            {
                Console.WriteLine($"after {batch[^1].Id} without a mutant: {check.By}; its batch is met again one by one");
                return batch;
            }
        }
        finally
        {
            process.Dispose();
        }

        _verdicts.AddRange(verdicts);
        return [];
    }

    private static async Task<Verdict> MeetAloneAsync(Mutant mutant, IReadOnlyList<CoveringTest> tests)
    {
        using var process = new TestProcess("run");
        return await AskAsync(process, mutant, tests);
    }

    private static async Task<Verdict> AskAsync(TestProcess process, Mutant mutant, IReadOnlyList<CoveringTest> tests)
    {
        // The first run in a process is dearer than the one that was measured: it compiles.
        var limit = TimeSpan.FromSeconds(15) + tests.Aggregate(TimeSpan.Zero, (sum, test) => sum + 5 * test.Time);
        process.Ask(string.Join('\t', [mutant.Id.ToString(CultureInfo.InvariantCulture), .. tests.Select(test => test.Name)]));
        return await process.AnswerAsync(limit) switch
        {
            null => new(mutant, Verdict.Killed, "the tests do not end, or end the process"),
            "" => new(mutant, Verdict.Survived, $"{tests.Count} tests"),
            var name => new(mutant, Verdict.Killed, name),
        };
    }

    private void Write()
    {
        _verdicts.Sort((left, right) => left.Mutant.Id.CompareTo(right.Mutant.Id));
        Directory.CreateDirectory(folder);
        using (var file = new StreamWriter(Path.Combine(folder, "mutants.tsv")))
        {
            file.Write("state\tfile\tline\tkind\tfrom\tto\tby\tid\n");
            foreach (var (mutant, state, by) in _verdicts)
            {
                file.Write($"{state}\t{mutant.File}\t{mutant.Line}\t{mutant.Kind}\t{mutant.From}\t{mutant.To}\t{by}\t{mutant.Id}\n");
            }
        }
    }

    private void Print()
    {
        Console.WriteLine("| folder | mutants | killed | survived | not reached | score |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var group in _verdicts.GroupBy(verdict => verdict.Mutant.Folder))
        {
            Console.WriteLine(Row($"`{group.Key}`", [.. group]));
        }

        Console.WriteLine(Row("all", _verdicts));
    }

    private static string Row(string name, IReadOnlyList<Verdict> verdicts)
    {
        int Count(string state) => verdicts.Count(verdict => verdict.State == state);
        var killed = Count(Verdict.Killed);
        var percent = (100.0 * killed / verdicts.Count).ToString("F1", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {verdicts.Count:N0} | {killed:N0} | {Count(Verdict.Survived):N0} | {Count(Verdict.Unreached):N0} | {percent} % |");
    }
}
