using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.LocalSearch;
using Enas.Pipeline.Tests.Policies;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.LocalSearch;

public sealed class ClimbTests
{
    private static readonly NasBench201Space s_space = new();

    public static TheoryData<string> Rules => [.. Enum.GetNames<ClimbRule>()];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Nothing_is_proposed_twice_and_the_whole_space_is_proposed_in_the_end(string name)
    {
        var rule = Enum.Parse<ClimbRule>(name);
        var space = new RnnCellSpace(TestJobs.Space(3));
        var (climb, seen) = (new Climb(space, rule, 1), new HashSet<string>());
        while (climb.Proposal is { } proposal)
        {
            Assert.True(seen.Add(proposal.Tokens));
            Assert.Null(climb.RewardOf(proposal));
            climb = climb.Enter(proposal, Rugged(proposal));
            Assert.Equal(Rugged(proposal), climb.RewardOf(proposal));
        }

        Assert.True(climb.IsExhausted);
        Assert.Equal(space.Size, seen.Count);
        Assert.Equal(seen.Count, climb.EvaluatedCount);
    }

    [Fact]
    public void A_space_with_one_peak_is_climbed_to_the_top_without_a_new_start()
    {
        foreach (var rule in Enum.GetValues<ClimbRule>())
        {
            var climb = new Climb(s_space, rule, 5);
            while (climb.Restarts == 0)
            {
                climb = climb.Enter(climb.Proposal!, climb.Proposal!.Values.Sum());
            }

            Assert.Equal(24, climb.RewardOf(s_space.FromValues([4, 4, 4, 4, 4, 4])));
        }
    }

    [Fact]
    public void First_improvement_moves_to_the_first_better_neighbour()
    {
        var climb = Begun(ClimbRule.FirstImprovement, out var start);
        Assert.Equal(start, climb.At);
        climb = climb.Enter(climb.Proposal!, -1).Enter(Worse(climb), 0);
        Assert.Equal(start, climb.At);
        var better = climb.Proposal!;
        climb = climb.Enter(better, 0.5);
        Assert.Equal(better, climb.At);
        Assert.Equal(1, climb.Moves);
        AssertNeighbours(better, climb.Proposal!);
    }

    [Fact]
    public void Steepest_looks_at_all_neighbours_and_moves_to_the_best()
    {
        var climb = Begun(ClimbRule.Steepest, out var start);
        Architecture? best = null;
        for (var i = 1; i <= 24; i++)
        {
            var neighbour = climb.Proposal!;
            AssertNeighbours(start, neighbour);
            Assert.Equal(start, climb.At);
            best = i == 9 ? neighbour : best;
            climb = climb.Enter(neighbour, i is 9 or 17 ? 2 : i / 24.0);
        }

        Assert.Equal(best, climb.At);
        AssertNeighbours(best!, climb.Proposal!);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_plateau_is_an_optimum_and_the_next_start_is_not_a_neighbour_by_rule(string name)
    {
        var rule = Enum.Parse<ClimbRule>(name);
        var climb = Begun(rule, out _);
        for (var i = 0; i < 24; i++)
        {
            Assert.Equal(0, climb.Restarts);
            climb = climb.Enter(climb.Proposal!, 0);
        }

        Assert.Equal(1, climb.Restarts);
        Assert.Null(climb.At);
        Assert.Equal(0, climb.Moves);
    }

    /// <summary>Which neighbours are looked at first is random: over many seeds each place of the order has each neighbour.</summary>
    [Fact]
    public void Neighbours_are_looked_at_in_a_random_order()
    {
        var firsts = new List<(int Decision, int Offset)>();
        for (var seed = 0UL; seed < 4800; seed++)
        {
            var climb = new Climb(s_space, ClimbRule.FirstImprovement, seed);
            var start = climb.Proposal!;
            var neighbour = climb.Enter(start, 0).Proposal!;
            var decision = Enumerable.Range(0, 6).Single(i => start.Values[i] != neighbour.Values[i]);
            firsts.Add((decision, (neighbour.Values[decision] - start.Values[decision] + 5) % 5));
        }

        Assert.Equal(24, firsts.Distinct().Count());
        Assert.All(firsts.CountBy(first => first), count => Assert.InRange(count.Value, 130, 275));
    }

    [Fact]
    public void Starts_are_uniform()
    {
        var starts = Enumerable.Range(0, 5000).Select(seed => new Climb(s_space, ClimbRule.Steepest, (ulong)seed).Proposal!).ToArray();
        for (var decision = 0; decision < 6; decision++)
        {
            Assert.All(starts.CountBy(start => start.Values[decision]), count => Assert.InRange(count.Value, 860, 1140));
        }
    }

    /// <summary>What was evaluated in an earlier climb is passed over or moved to, without being asked for again.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Known_neighbours_are_used_without_being_proposed(string name)
    {
        var rule = Enum.Parse<ClimbRule>(name);
        var start = new Climb(s_space, rule, 3).Proposal!;
        var all = Neighbourhood.Of(s_space, start).Select(change => change.ApplyTo(s_space, start)).ToArray();
        var climb = new Climb(s_space, rule, 3);
        foreach (var neighbour in all)
        {
            climb = climb.Enter(neighbour, neighbour.Equals(all[11]) ? 2 : 0);
        }

        Assert.Equal(start, climb.Proposal);
        climb = climb.Enter(start, 1);
        Assert.Equal(all[11], climb.At);
        AssertNeighbours(all[11], climb.Proposal!);
        Assert.Null(climb.RewardOf(climb.Proposal!));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_evaluations_alone_lead_to_the_same_climb(string name)
    {
        var rule = Enum.Parse<ClimbRule>(name);
        var evaluations = new List<(Architecture Architecture, double Reward)>();
        var climb = new Climb(s_space, rule, 9);
        for (var i = 0; i < 300; i++)
        {
            evaluations.Add((climb.Proposal!, Rugged(climb.Proposal!)));
            climb = climb.Enter(evaluations[^1].Architecture, evaluations[^1].Reward);
        }

        var again = evaluations.Aggregate(new Climb(s_space, rule, 9), (state, trial) => state.Enter(trial.Architecture, trial.Reward));
        Assert.Equal(climb.Proposal, again.Proposal);
        Assert.Equal((climb.At, climb.Moves, climb.Restarts), (again.At, again.Moves, again.Restarts));
        Assert.True(climb.Restarts > 0);
        Assert.Equal(climb, climb.Enter(evaluations[0].Architecture, 1000));
    }

    [Fact]
    public void A_failed_evaluation_is_left_for_any_neighbour_that_did_not_fail()
    {
        var climb = new Climb(s_space, ClimbRule.FirstImprovement, 1);
        climb = climb.Enter(climb.Proposal!, double.NegativeInfinity);
        climb = climb.Enter(climb.Proposal!, double.NegativeInfinity);
        Assert.Equal(0, climb.Moves);
        climb = climb.Enter(climb.Proposal!, -5);
        Assert.Equal(1, climb.Moves);
        Assert.Throws<ArgumentException>(() => climb.Enter(climb.Proposal!, double.NaN));
    }

    [Fact]
    public void A_space_of_one_architecture_is_exhausted_at_once()
    {
        var climb = new Climb(new MacroCnnSpace(1, [MacroOperation.MaxPool3]), ClimbRule.Steepest, 1);
        Assert.False(climb.IsExhausted);
        Assert.True(climb.Enter(climb.Proposal!, 1).IsExhausted);
    }

    private static Climb Begun(ClimbRule rule, out Architecture start)
    {
        var climb = new Climb(s_space, rule, 3);
        start = climb.Proposal!;
        return climb.Enter(start, 0);
    }

    private static Architecture Worse(Climb climb) => climb.Enter(climb.Proposal!, -1).Proposal!;

    private static void AssertNeighbours(Architecture one, Architecture other) =>
        Assert.Single(one.Values.Zip(other.Values), pair => pair.First != pair.Second);

    /// <summary>A reward with many local optima and ties.</summary>
    private static double Rugged(Architecture architecture) => Math.Floor(10 * Math.Sin(PolicyProperties.NumberOf(architecture)));
}
