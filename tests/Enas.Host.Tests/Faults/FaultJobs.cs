using System.Globalization;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Faults;

/// <summary>A search that is put under fire: its job file and the options that give it many commits and checkpoints.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Arguments">What <c>enas run</c> is given, without the folder.</param>
internal sealed record FaultJob(string Name, IReadOnlyList<string> Arguments);

/// <summary>The jobs of the fault tests, written into a test's working directory.</summary>
internal static class FaultJobs
{
    private const int Vocabulary = 40;
    private const int TrainSentences = 400;
    private const int OtherSentences = 60;

    /// <summary>The quick start, committed every few steps: all of it in the long command, else its first round.</summary>
    public static FaultJob Quickstart(WorkFolder work) => new("quick start",
    [
        work.Quickstart, "--set", "log.groupEvents=12", "--set", "checkpoint.everySteps=25",
        "--set", $"budget.rounds={FaultPlan.Rounds(few: 1, full: 6)}",
        "--set", $"derive.candidates={FaultPlan.Rounds(few: 8, full: 40)}",
    ]);

    /// <summary>
    /// A search over text with a small vocabulary: the first sentences of Penn Treebank with all but its most frequent words replaced, when
    /// <c>ENAS_PTB</c> names its folder, and a generated text otherwise.
    /// </summary>
    public static FaultJob Text(WorkFolder work)
    {
        var source = Environment.GetEnvironmentVariable("ENAS_PTB");
        foreach (var part in new[] { "train", "valid", "test" })
        {
            work.Write($"text/{part}.txt", source is { Length: > 0 } ? TreebankPart(source, part) : GeneratedPart(part));
        }

        var job = work.Write("text.json", """
            {
              "schemaVersion": 1,
              "name": "text",
              "preset": "small",
              "seed": 7,
              "data": { "kind": "tokens", "path": "text" },
              "space": { "nodes": 4 },
              "strategy": { "warmUpSteps": 4, "weightStepsPerRound": 12, "policyStepsPerRound": 4, "samplesPerPolicyStep": 2 },
              "sharedWeights": { "hidden": 16, "batchSize": 8, "sequenceLength": 10 },
              "policy": { "hidden": 16 },
              "reward": { "batchSize": 4, "sequenceLength": 10 },
              "budget": { "rounds": 3 },
              "derive": { "candidates": 4, "batchSize": 4 },
              "log": { "groupEvents": 4 },
              "checkpoint": { "everySteps": 6 },
            }
            """);
        return new(source is { Length: > 0 } ? "Penn Treebank, small vocabulary" : "generated text", [job]);
    }

    /// <summary>The same text with a search that ends with staged scoring and finals of two rungs: most kills hit a child.</summary>
    public static FaultJob Finals(WorkFolder work) => new("finals",
    [
        .. Text(work).Arguments, "--set", "budget.rounds=1", "--set", "derive.candidates=8", "--set", "derive.screenItems=1",
        "--set", "derive.wholeSet=5", "--set", "finals.count=3", "--set", "finals.rungs=2", "--set", "finals.steps=36",
        "--set", "train.network.hidden=16", "--set", "train.network.batchSize=8", "--set", "train.network.sequenceLength=10",
    ]);

    private static string TreebankPart(string folder, string part)
    {
        // Counted over the sentences that are taken, so that no part has a word that train lacks.
        var frequent = File.ReadLines(Path.Combine(folder, "ptb.train.txt"))
            .Take(TrainSentences)
            .SelectMany(Words)
            .GroupBy(word => word, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(Vocabulary)
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        return Lines(File.ReadLines(Path.Combine(folder, $"ptb.{part}.txt"))
            .Take(part == "train" ? TrainSentences : OtherSentences)
            .Select(line => string.Join(' ', Words(line).Select(word => frequent.Contains(word) ? word : "<unk>"))));
    }

    private static IEnumerable<string> Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // Words that follow one another by a rule with some noise, so that there is something to learn.
    private static string GeneratedPart(string part)
    {
        var random = new Random(part.Length);
        return Lines(Enumerable.Range(0, part == "train" ? TrainSentences : OtherSentences).Select(_ =>
        {
            var word = random.Next(Vocabulary);
            return string.Join(' ', Enumerable.Range(0, 8 + random.Next(8)).Select(_ =>
            {
                word = random.Next(4) == 0 ? random.Next(Vocabulary) : ((word * 7) + 3) % Vocabulary;
                return string.Create(CultureInfo.InvariantCulture, $"w{word}");
            }));
        }));
    }

    private static string Lines(IEnumerable<string> sentences) => string.Join('\n', sentences) + "\n";
}
