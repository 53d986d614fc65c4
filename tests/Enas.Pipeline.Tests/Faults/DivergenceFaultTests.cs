using System.Collections.Concurrent;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;
using Enas.TestKit.Faults;
using MediatR;

namespace Enas.Pipeline.Tests.Faults;

/// <summary>
/// Fault test 13: a program that does not do what its log says. The honest one comes out again to the last fact; each dishonest one is
/// stopped at the first event that it made differently, with both values.
/// </summary>
[Trait(FaultPlan.Trait, "13")]
public sealed class DivergenceFaultTests
{
    private static double Loss(Architecture architecture) => 1 + (0.1 * (architecture.Values.Sum() % 7));

    [Theory]
    [InlineData("honest")]
    [InlineData("wall clock")]
    [InlineData("unseeded random")]
    [InlineData("order of a hash table")]
    [InlineData("one more draw")]
    public async Task A_replay_stops_at_the_first_event_that_came_out_otherwise(string fault)
    {
        var report = new FaultReport(13, $"replay, {fault}");
        var rounds = FaultPlan.Rounds(few: 3, full: 100);
        for (var round = 0; round < rounds; round++)
        {
            await ReplayAsync(fault, TestJobs.Tiny(nodes: 6) with { Seed = (ulong)(FaultPlan.Seed + round) });
        }

        report.Passed($"{rounds} searches");
    }

    private static async Task ReplayAsync(string fault, JobOptions job)
    {
        using var recorded = new SearchHarness(job, Loss);
        await recorded.StartAsync();
        using var other = new SearchHarness(job, Loss);
        var loss = new DishonestLoss(fault);
        using var policy = other.FreshPolicy();
        var draw = new DishonestDraw(policy);
        using var again = new SearchHarness(job, Loss, mediator =>
            _ = fault == "one more draw" ? mediator.Around(draw) : fault == "honest" ? mediator : mediator.Around(loss));
        if (fault == "honest")
        {
            Assert.Equal(recorded.Log.FactCount - 1, (await again.ReplayAsync(recorded.Log)).FactCount);
            return;
        }

        var divergence = (await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(recorded.Log))).Divergence;
        var (type, field, step) = fault == "one more draw"
            ? (ArchitectureSampled.Name, "architecture", draw.FirstChanged) : (SharedWeightsTrained.Name, "loss", loss.FirstChanged);
        Assert.NotNull(step);
        Assert.Equal(recorded.Log.Rows.First(row => row.Row.Step == step && row.Row.EventType == type).Sequence, divergence.Sequence);
        Assert.Equal(field, divergence.Field);
        Assert.NotEqual(divergence.Recorded, divergence.Recomputed);
    }

    /// <summary>A loss that holds something the job does not determine, and remembers where that first showed.</summary>
    private sealed class DishonestLoss(string fault) : IPipelineBehavior<TrainSharedWeights, SharedWeightsTrained>
    {
        public long? FirstChanged { get; private set; }

        public async Task<SharedWeightsTrained> Handle(
            TrainSharedWeights request, CancellationToken cancellationToken, RequestHandlerDelegate<SharedWeightsTrained> next)
        {
            var honest = await next();
            var dishonest = honest with { Loss = honest.Loss + Noise() };
            FirstChanged ??= dishonest.Loss == honest.Loss ? null : request.Position.Step;
            return dishonest;
        }

        private double Noise() => fault switch
        {
            "wall clock" => DateTime.UtcNow.Ticks % 1_000_000_007 * 1e-12,
            "unseeded random" => Random.Shared.NextDouble() * 1e-9,
            _ => SumInHashOrder(),
        };

        // What the order changes in a sum of many terms: hardly ever nothing, and nothing in each of a search's steps never.
        private static double SumInHashOrder()
        {
            var terms = new ConcurrentDictionary<object, double>();
            var inOrder = 0.0;
            for (var i = 1; i <= 256; i++)
            {
                var term = (i % 2 == 0 ? -1e16 : 1e16) / i;
                terms[new object()] = term;
                inOrder += term;
            }

            return (terms.Values.Sum() - inOrder) * 1e-9;
        }
    }

    /// <summary>Somebody else used up a draw: from the third step on, each is the one after.</summary>
    private sealed class DishonestDraw(IPolicy policy) : IPipelineBehavior<SampleArchitecture, ArchitectureSampled>
    {
        private const long From = 2;

        public long? FirstChanged { get; private set; }

        public async Task<ArchitectureSampled> Handle(
            SampleArchitecture request, CancellationToken cancellationToken, RequestHandlerDelegate<ArchitectureSampled> next)
        {
            var honest = await next();
            if (request.Position.Step < From)
            {
                return honest;
            }

            var sample = policy.Sample("sampling/" + request.Position.Phase, request.Position.Step, request.Ordinal + 1);
            FirstChanged ??= sample.Architecture.Tokens == honest.Tokens ? null : request.Position.Step;
            return honest with { Tokens = sample.Architecture.Tokens, LogProb = sample.LogProb, Entropy = sample.Entropy };
        }
    }
}
