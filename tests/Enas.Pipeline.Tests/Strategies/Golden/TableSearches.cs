using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Strategies.Evolution;
using Enas.Pipeline.Strategies.LocalSearch;
using Enas.Pipeline.Strategies.PolicyTable;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Pipeline.Tests.Strategies.Golden;

/// <summary>Searches on the table, without a pipeline around them. Repeated cells count as evaluations; local search has none.</summary>
internal static class TableSearches
{
    private static NasBench201Space Space => NasBench201Table.Space;

    public static TableRun Random(ulong seed, int evaluations)
    {
        var (run, policy) = (new TableRun(), new UniformPolicy(Space, seed));
        while (run.Count < evaluations)
        {
            run.Evaluate(policy.Sample("test", run.Count, 0).Architecture);
        }

        return run;
    }

    /// <param name="seed">The seed.</param>
    /// <param name="evaluations">Their number.</param>
    /// <param name="options">The population.</param>
    /// <param name="fault">What a member's reward is taken for; null where the newest member dies.</param>
    public static TableRun Evolution(ulong seed, int evaluations, EvolutionOptions options, Func<double, double?>? fault = null)
    {
        var (run, population) = (new TableRun(), new Population(Space, options));
        while (run.Count < evaluations)
        {
            var (slot, full) = (run.Count, population.IsFull);
            var proposal = population.Propose(seed, slot);
            var reward = run.Evaluate(proposal.Architecture);
            if (fault is null || fault(reward) is not null || !full)
            {
                population = population.Enter(new Member(slot, proposal.Architecture, fault?.Invoke(reward) ?? reward)).Next;
            }
        }

        return run;
    }

    /// <summary>The final entropy is that of the policy after the last update, as a share of the largest.</summary>
    public static (TableRun Run, double Entropy) Reinforce(
        ulong seed, int evaluations, double rate, Func<double, double, double>? fault = null)
    {
        var (run, baseline) = (new TableRun(), default(DebiasedBaseline));
        using var policy = new TablePolicy(Space, new TablePolicyOptions { LearningRate = rate }, seed);
        while (run.Count < evaluations)
        {
            var cell = policy.Sample("test", run.Count, 0).Architecture;
            var reward = run.Evaluate(cell);
            (var advantage, baseline) = baseline.Observe(reward, 0.9);
            policy.Update([new WeightedSample(cell, fault?.Invoke(reward, advantage) ?? advantage)]);
        }

        return (run, policy.Sample("test", evaluations, 0).Entropy / (6 * Math.Log(5)));
    }

    public static TableRun LocalSearch(ulong seed, int evaluations, ClimbRule rule)
    {
        var (run, climb) = (new TableRun(), new Climb(Space, rule, seed));
        while (run.Count < evaluations)
        {
            climb = climb.Enter(climb.Proposal!, run.Evaluate(climb.Proposal!));
        }

        return run;
    }

    /// <summary>
    /// The largest of a thousand uniform cells by multiply-adds, largest first; equal ones in random order, repeats left out.
    /// </summary>
    public static TableRun LargestFirst(ulong seed, int evaluations)
    {
        var (run, stream) = (new TableRun(), new RandomStream(seed, "pool"));
        var pool = Enumerable.Range(0, 1000).Select(i => UniformDraw.Of(Space, stream, i, 0)).Distinct().Index()
            .OrderByDescending(cell => NasBench201Counts.MultiplyAdds(cell.Item)).ThenBy(cell => stream.Uniform(cell.Index, 1, 0));
        foreach (var (_, cell) in pool.Take(evaluations))
        {
            run.Evaluate(cell);
        }

        return run;
    }
}
