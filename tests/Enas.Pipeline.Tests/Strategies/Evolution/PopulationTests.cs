using CsCheck;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Strategies.Evolution;

namespace Enas.Pipeline.Tests.Strategies.Evolution;

public sealed class PopulationTests
{
    private static readonly NasBench201Space s_space = new();

    [Fact]
    public void Proposals_are_uniform_until_the_population_is_full_and_then_have_a_parent()
    {
        var population = new Population(s_space, new EvolutionOptions { Population = 3, Tournament = 2 });
        for (var slot = 0; slot < 3; slot++)
        {
            var proposal = population.Propose(1, slot);
            Assert.False(population.IsFull);
            Assert.Empty(proposal.Tournament);
            Assert.Null(proposal.Parent);
            Assert.Null(proposal.Change);
            population = population.Enter(new Member(slot, proposal.Architecture, slot)).Next;
        }

        var child = population.Propose(1, 3);
        Assert.True(population.IsFull);
        Assert.Equal(2, child.Tournament.Count);
        Assert.Equal(child.Tournament.Max(), child.Parent!.Slot);
        Assert.Equal(child.Architecture, child.Change!.Value.ApplyTo(s_space, child.Parent.Architecture));
        Assert.Single(child.Architecture.Values.Zip(child.Parent.Architecture.Values), pair => pair.First != pair.Second);
    }

    [Fact]
    public void The_size_stays_and_a_repeated_architecture_is_a_member_of_its_own()
    {
        Gen.Select(Gen.Int[1, 12], Gen.Enum<Elimination>(), Gen.Double[0, 3].Array[60]).Sample((size, elimination, rewards) =>
        {
            var population = new Population(s_space, new EvolutionOptions { Population = size, Tournament = 3, Elimination = elimination });
            foreach (var (slot, reward) in rewards.Index())
            {
                // Few architectures and few rewards: repeats and ties.
                var (next, left) = population.Enter(new Member(slot, s_space.FromValues([slot % 2, 0, 0, 0, 0, 0]), Math.Floor(reward)));
                Assert.Equal(Math.Min(slot + 1, size), next.Members.Length);
                Assert.Equal(slot >= size, left is not null);
                Assert.Equal(next.Members.OrderBy(member => member.Slot), next.Members);
                population = next;
            }
        });
    }

    /// <summary>So it is in the events too, from which a strategy knows its population.</summary>
    [Fact]
    public void An_event_lets_in_one_member_and_out_none_but_the_one_it_names()
    {
        RecordedMember[] members = [new(1, "a", 0.5), new(2, "b", 0.1), new(3, "a", 0.5)];
        var again = new RecordedMember(4, "a", 0.5);
        var position = new StepPosition(4, Phases.Policy, 0);
        Assert.Equal([.. members, again], new PopulationUpdated(position, again, Left: null, 4, 0.5).Applied([.. members]));
        Assert.Equal(
            [members[0], members[2], again], new PopulationUpdated(position, again, Left: 2, 3, 0.5).Applied([.. members]));
    }

    [Fact]
    public void Every_slot_has_mutations_of_its_own()
    {
        var population = new Population(s_space, new EvolutionOptions { Population = 1 }).Enter(new Member(0, Cell(0), 1)).Next;
        var changes = Enumerable.Range(1, 12).Select(slot => population.Propose(1, slot).Change).ToArray();
        Assert.True(changes.Distinct().Count() >= 8, string.Join(", ", changes));
    }

    [Fact]
    public void The_oldest_leaves_whatever_its_reward()
    {
        var population = Filled(Elimination.Oldest, 9, 1, 5);
        var (next, left) = population.Enter(new Member(3, Cell(3), 0));
        Assert.Equal(0, left!.Slot);
        Assert.Equal([1, 2, 3], next.Members.Select(member => member.Slot));
        Assert.Equal([0, 1, 2], population.Members.Select(member => member.Slot));
    }

    [Theory]
    [InlineData(1, new double[] { 9, 1, 5 }, 7)]
    [InlineData(3, new double[] { 9, 1, 5 }, 0.5)]
    [InlineData(1, new double[] { 9, 1, 1 }, 1)]
    [InlineData(0, new double[] { 1, 1, 1 }, 1)]
    [InlineData(2, new double[] { 1, 2, double.NegativeInfinity }, 3)]
    public void The_worst_leaves_and_of_equal_ones_the_oldest(int leaves, double[] rewards, double newcomer) =>
        Assert.Equal(leaves, Filled(Elimination.Worst, rewards).Enter(new Member(3, Cell(3), newcomer)).Left!.Slot);

    [Fact]
    public void The_best_of_a_tournament_is_the_parent_and_of_equal_ones_the_first_drawn()
    {
        var population = Filled(Elimination.Oldest, 5, 7, 7, 7, 1);
        var proposals = Enumerable.Range(10, 2000).Select(slot => population.Propose(3, slot)).ToArray();
        Assert.All(proposals, proposal =>
        {
            var drawn = proposal.Tournament.Select(slot => population.Members[(int)slot]).ToArray();
            Assert.Equal(drawn.First(member => member.Reward == drawn.Max(other => other.Reward)), proposal.Parent);
        });
        Assert.Contains(proposals, proposal => proposal.Tournament.Distinct().Count() < proposal.Tournament.Count);
    }

    /// <summary>
    /// With replacement: each place of a tournament is any member, the chance that the best of P is among S is 1 - (1 - 1/P)^S.
    /// </summary>
    [Fact]
    public void Members_are_drawn_uniformly_with_replacement()
    {
        var population = Filled(Elimination.Oldest, 0, 1, 2, 3, 4);
        var proposals = Enumerable.Range(10, 20_000).Select(slot => population.Propose(3, slot)).ToArray();
        var expected = 1 - Math.Pow(1 - (1 / 5.0), 3);
        var share = proposals.Count(proposal => proposal.Parent!.Slot == 4) / 20_000.0;
        Assert.Equal(expected, share, 5 * Math.Sqrt(expected * (1 - expected) / 20_000));
        for (var place = 0; place < 3; place++)
        {
            for (var member = 0; member < 5; member++)
            {
                share = proposals.Count(proposal => proposal.Tournament[place] == member) / 20_000.0;
                Assert.Equal(0.2, share, 5 * Math.Sqrt(0.2 * 0.8 / 20_000));
            }
        }
    }

    [Fact]
    public void A_proposal_is_a_function_of_members_seed_slot_and_attempt()
    {
        var population = Filled(Elimination.Oldest, 1, 2, 3, 4);
        var again = Filled(Elimination.Oldest, 1, 2, 3, 4);
        for (var slot = 10; slot < 30; slot++)
        {
            var (one, other) = (population.Propose(3, slot, 1), again.Propose(3, slot, 1));
            Assert.Equal((one.Architecture, one.Parent, one.Change), (other.Architecture, other.Parent, other.Change));
            Assert.Equal(one.Tournament, other.Tournament);
        }

        string[] some = [.. Enumerable.Range(0, 12).Select(i => population.Propose(3, 10, i).Architecture.Tokens)];
        Assert.True(some.Distinct(StringComparer.Ordinal).Count() > 1);
        some = [.. Enumerable.Range(0, 12).Select(i => population.Propose((ulong)i, 10).Architecture.Tokens)];
        Assert.True(some.Distinct(StringComparer.Ordinal).Count() > 1);
    }

    [Fact]
    public void A_space_of_one_architecture_is_proposed_over_and_over()
    {
        var space = new MacroCnnSpace(1, [MacroOperation.MaxPool3]);
        var population = new Population(space, new EvolutionOptions { Population = 1 }).Enter(new Member(0, space.FromValues([0]), 1)).Next;
        Assert.Equal(population.Members[0].Architecture, population.Propose(1, 1).Architecture);
    }

    [Fact]
    public void What_is_no_reward_or_no_population_is_refused()
    {
        var population = Filled(Elimination.Oldest, 1);
        var error = Assert.Throws<ArgumentException>(() => population.Enter(new Member(1, Cell(0), double.NaN)));
        Assert.Contains("slot 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Population(s_space, new EvolutionOptions { Population = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Population(s_space, new EvolutionOptions { Tournament = 0 }));
    }

    private static Population Filled(Elimination elimination, params double[] rewards) => rewards.Index().Aggregate(
        new Population(s_space, new EvolutionOptions { Population = rewards.Length, Tournament = 3, Elimination = elimination }),
        (population, reward) => population.Enter(new Member(reward.Index, Cell(reward.Index), reward.Item)).Next);

    private static Architecture Cell(int number) => s_space.FromValues([number % 5, 0, 0, 0, 0, 0]);
}
