using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.Custom;
using Enas.Pipeline.Steps;

namespace Enas.Pipeline.Tests.Spaces.Custom;

/// <summary>Programs that are played: their values are a function of the architecture, and one in five fails.</summary>
internal sealed class PlayedPrograms(JobOptions job) : IChildTrainer
{
    private readonly CustomSpace _space = CustomJobs.Space();
    private readonly Measure _measure = SpaceCatalog.MeasureOf(job);

    public int Count { get; private set; }

    public int MostExpected { get; private set; }

    public int? StopsAt { get; init; }

    /// <summary>Whether each says a cost of the name cost with its result.</summary>
    public bool SaysCosts { get; init; } = true;

    /// <summary>What is added to every value.</summary>
    public double Shift { get; init; }

    public void Expect(IReadOnlyList<ExpectedChild> children) => MostExpected = Math.Max(MostExpected, children.Count);

    public Task<ChildOutcome> TrainAsync(ChildOrder order) => TrainAsync(order, null);

    public Task<ChildOutcome> TrainAsync(ChildOrder order, IStopRule? stop)
    {
        if (Count++ == StopsAt)
        {
            throw new StepStoppedException();
        }

        var architecture = _space.Parse(order.Tokens);
        var place = CostOf(architecture);
        double[] values = [Shift + ((place % 7) / 10.0), Shift + ((place % 9) / 10.0)];
        for (var step = 1; step <= values.Length; step++)
        {
            ProgramReport[] reports = [.. values.Take(step).Select((value, i) => new ProgramReport(i + 1, value))];
            if (stop?.IsHopeless(reports) == true)
            {
                return Outcome(new(_measure, values[step - 1], reports, [], step), null);
            }
        }

        var all = values.Select((value, i) => new ProgramReport(i + 1, value)).ToArray();
        return place % 5 == 0 ? Outcome(new(_measure, null, all, []), "exit-1")
            : Outcome(new(_measure, values[1], all, SaysCosts ? [new("cost", place)] : []), null);
    }

    /// <summary>What an architecture costs.</summary>
    public static int CostOf(Architecture architecture) => 1 + architecture.Values.Select((value, i) => value * (i + 3)).Sum();

    private static Task<ChildOutcome> Outcome(ProgramResult result, string? failure) =>
        Task.FromResult(ChildOutcome.OfProgram(result, "fingerprint", failure));
}
