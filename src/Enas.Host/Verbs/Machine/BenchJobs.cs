using System.Globalization;
using Enas.Host.Cli;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Verbs.Machine;

/// <summary>The searches that are measured, all on the built-in language, so that they need no files.</summary>
internal static class BenchJobs
{
    private static readonly byte[] s_base = """
        {
          "schemaVersion": 1,
          "name": "bench",
          "preset": "small",
          "data": {
            "kind": "generated", "states": 500, "vocabulary": 10000, "branches": 20,
            "trainTokens": 100000, "validTokens": 10000, "testTokens": 100
          },
        }
        """u8.ToArray();

    /// <summary>As jobs/ptb-rnn-small.json, on generated text with as many words.</summary>
    public static JobDocument LikePennTreebank() => Read([]);

    /// <summary>A supernet of batch 64 and 35 time steps: embedding, cell, tied decoder, clipping and plain descent; no
    /// dropout, no norms.</summary>
    /// <param name="hidden">H.</param>
    /// <param name="nodes">N.</param>
    /// <param name="words">V.</param>
    public static JobDocument Step(int hidden, int nodes, int words) => Read(
    [
        Set("space.nodes", nodes),
        Set("sharedWeights.hidden", hidden),
        Set("sharedWeights.batchSize", BatchSize),
        Set("sharedWeights.sequenceLength", SequenceLength),
        "sharedWeights.hiddenNormLimit=0",
        "sharedWeights.l2=0",
        "sharedWeights.initRange=0.025",
        Set("data.vocabulary", words),
    ]);

    /// <summary>Streams of a step of <see cref="Step"/>.</summary>
    public const int BatchSize = 64;

    /// <summary>Time steps of a step of <see cref="Step"/>.</summary>
    public const int SequenceLength = 35;

    private static JobDocument Read(IReadOnlyList<string> sets) =>
        JobLoading.Read(s_base, "bench.json", sets);

    private static string Set(string key, int value) => key + "=" + value.ToString(CultureInfo.InvariantCulture);
}
