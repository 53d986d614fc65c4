using CsCheck;
using Enas.Pipeline.Events;

namespace Enas.Storage.Tests;

/// <summary>Rows for tests: plain ones and random ones.</summary>
internal static class Rows
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char[' ', '\ud7ff'], 0, 40];

    private static readonly Gen<double?> Number = Gen.OneOf(
        Gen.Const((double?)null), Gen.Double.Where(double.IsFinite).Select(value => (double?)value), Gen.Const((double?)-0.0),
        Gen.Const((double?)double.Epsilon));

    public static readonly Gen<LogRow> Any =
        from step in Gen.Long
        from epoch in Gen.Int
        from fact in Gen.Bool
        from version in Gen.Int
        from texts in Text.Array[5]
        from hasArchitecture in Gen.Bool
        from numbers in Number.Array[10]
        select new LogRow
        {
            Step = step,
            Phase = texts[0],
            Epoch = epoch,
            EventType = texts[1],
            SchemaVersion = version,
            IsFact = fact,
            Facts = texts[2],
            Observations = texts[3],
            Architecture = hasArchitecture ? texts[4] : null,
            LogProb = numbers[0],
            Entropy = numbers[1],
            Loss = numbers[2],
            Metric = numbers[3],
            Reward = numbers[4],
            Baseline = numbers[5],
            Advantage = numbers[6],
            GradNorm = numbers[7],
            LearningRate = numbers[8],
            DurationMs = numbers[9],
        };

    public static LogRow Fact(long step, string type = "reward-evaluated", double? reward = null) => new()
    {
        Step = step,
        Phase = "policy",
        Epoch = (int)(step / 10),
        EventType = type,
        SchemaVersion = 1,
        IsFact = true,
        Facts = $$"""{"step":{{step}}}""",
        Reward = reward,
    };

    /// <summary>One step's events, like those of a real search.</summary>
    public static IReadOnlyList<LogRow> Step(long step)
    {
        var architecture = string.Join(' ', Enumerable.Range(0, 12)
            .Select(i => (step + i) % 4 is var a && a == 0 ? "tanh" : a == 1 ? "relu" : a == 2 ? "identity" : "sigmoid"));
        var reward = 1 + (step % 17 * 0.125);
        return
        [
            Fact(step, "architecture-sampled") with { Architecture = architecture, LogProb = -3.5 - step, Entropy = 1.25 },
            Fact(step, "shared-weights-trained") with {
                Phase = "weights", Loss = 6.0 / (step + 1), GradNorm = 0.25, LearningRate = 20, DurationMs = 12.5 },
            Fact(step, "reward-evaluated", reward) with { Architecture = architecture, Metric = 80 / reward },
            Fact(step, "policy-updated") with { Baseline = 1.5, Advantage = reward - 1.5 },
        ];
    }
}
