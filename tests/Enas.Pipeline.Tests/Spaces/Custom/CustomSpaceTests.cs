using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.LocalSearch;
using Enas.Pipeline.Strategies.PolicyTable;

namespace Enas.Pipeline.Tests.Spaces.Custom;

/// <summary>Spaces that jobs describe, held against going through all of their values.</summary>
public sealed class CustomSpaceTests
{
    [Fact]
    public void Architectures_are_counted_as_going_through_them_counts_them()
    {
        var space = CustomJobs.Space();
        string[] all = [.. CustomJobs.AllValues(space).Select(values => space.FromValues(values).Tokens)];
        Assert.Equal(3 * 3 * 3 * 2 * 3 * 2, all.Length);
        Assert.Equal(space.Size, all.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(((1 + 2 + 2) + 2) * 3 * 3 * 2, space.Size);
    }

    [Fact]
    public void Tokens_are_names_that_read_back_and_what_is_not_open_is_a_dash()
    {
        var space = CustomJobs.Space();
        foreach (var values in CustomJobs.AllValues(space))
        {
            var architecture = space.FromValues(values);
            Assert.Equal(architecture.Values, space.Parse(architecture.Tokens).Values);
            Assert.Equal(space.TokenCount, architecture.Tokens.Split(' ').Length);
            Assert.Equal(architecture.Tokens, space.Parse(string.Join(' ', architecture.Values)).Tokens);
        }

        Assert.Equal("optimiser=of%20two%20words layers=2 momentum=- nesterov=- width=16 from=layers",
            space.FromValues([2, 1, 2, 1, 1, 1]).Tokens);
        Assert.Equal("optimiser=sgd layers=1 momentum=0.45 nesterov=yes width=8 from=image", space.FromValues([0, 0, 1, 1, 0, 0]).Tokens);
        Assert.Equal("optimiser=sgd layers=1 momentum=0 nesterov=- width=32 from=image",
            space.Parse("width=32 from=image optimiser=sgd momentum=0 layers=1").Tokens);
    }

    [Theory]
    [InlineData("optimiser=sdg", "optimiser cannot be \"sdg\" - did you mean \"sgd\"?")]
    [InlineData("optimizer=sgd", "did you mean \"optimiser\"?")]
    [InlineData("optimiser=adam layers=1 momentum=0.9 width=8 from=image", "momentum is not open here: optimiser must be sgd")]
    [InlineData("optimiser=adam layers=1 width=8", "from is missing; allowed: image layers")]
    [InlineData("optimiser=adam optimiser=adam", "stands twice")]
    [InlineData("0 0 0", "3 tokens; an architecture has 6")]
    [InlineData("0 0 9 0 0 0", "momentum is 9; allowed: 0 to 2")]
    public void What_is_no_architecture_is_refused_with_the_way_out(string tokens, string words) => Assert.Contains(
        words, Assert.Throws<ArchitectureFormatException>(() => CustomJobs.Space().Parse(tokens)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_program_gets_what_was_chosen_with_its_type_and_nothing_that_is_not_open()
    {
        var space = CustomJobs.Space();
        Assert.Equal(
            [("optimiser", "\"sgd\""), ("layers", "1"), ("momentum", "0.45"), ("nesterov", "true"), ("width", "8"), ("from", "\"image\"")],
            space.ChoicesOf(space.FromValues([0, 0, 1, 1, 0, 0])));
        Assert.Equal([("optimiser", "\"adam\""), ("layers", "3"), ("width", "8"), ("from", "\"layers\"")],
            space.ChoicesOf(space.FromValues([1, 2, 2, 1, 0, 1])));
    }

    // Through all ways from the last decision to the first there would be as many as Fibonacci's numbers.
    [Fact]
    public void Whether_a_decision_is_open_is_known_without_asking_any_condition_twice()
    {
        const int Count = 25;
        var decisions = Enumerable.Range(0, Count).Select(place => $"{{ \"name\": \"d{place}\", \"kind\": \"bit\""
            + (place < 2 ? " }" : $", \"when\": {{ \"d{place - 1}\": true, \"d{place - 2}\": true }} }}"));
        var space = CustomJobs.Space($"[{string.Join(", ", decisions)}]");
        var values = new Counted(Count);
        Assert.True(space.IsOpen(Count - 1, values));
        Assert.InRange(values.Reads, Count - 1, 2 * Count);
        Assert.False(space.IsOpen(Count - 1, [0, .. Enumerable.Repeat(1, Count - 1)]));
    }

    // The mean, over all values with their probability, of the logarithms of the options of what is open.
    [Fact]
    public void The_entropy_of_a_uniform_policy_is_that_of_going_through_all_values()
    {
        var space = CustomJobs.Space();
        int[][] all = [.. CustomJobs.AllValues(space)];
        var entropy = all.Average(values => Enumerable.Range(0, values.Length).Where(decision => space.IsOpen(decision, values))
            .Sum(decision => Math.Log(space.Decisions[decision].OptionCount)));
        Assert.Equal(entropy, space.UniformEntropy(ofSampledOption: false), 12);
    }

    [Fact]
    public void Mutants_and_neighbours_are_others_and_differ_in_one_open_decision()
    {
        var (space, stream) = (CustomJobs.Space(), new RandomStream(1, "test"));
        var mutation = new Mutation(space);
        foreach (var (step, values) in CustomJobs.AllValues(space).Index())
        {
            var parent = space.FromValues(values);
            var mutant = mutation.Draw(parent, stream, step, 0);
            Assert.NotEqual(parent.Tokens, mutant.Architecture.Tokens);
            Assert.True(space.IsOpen(mutant.Change.Decision, parent.Values));
            string[] neighbours = [.. Neighbourhood.Of(space, parent).Select(change => change.ApplyTo(space, parent).Tokens)];
            Assert.DoesNotContain(parent.Tokens, neighbours);
            Assert.Equal(neighbours.Distinct(), neighbours);
            Assert.Equal(Enumerable.Range(0, values.Length).Where(decision => space.IsOpen(decision, parent.Values))
                .Sum(decision => space.Decisions[decision].OptionCount - 1), neighbours.Length);
        }
    }

    [Fact]
    public void A_climb_goes_through_the_whole_space_and_then_says_that_it_has()
    {
        var space = CustomJobs.Space();
        var climb = new Climb(space, ClimbRule.FirstImprovement, 1);
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        while (climb.Proposal is { } proposal)
        {
            Assert.True(seen.Add(proposal.Tokens));
            climb = climb.Enter(proposal, proposal.Values.Sum() % 5);
        }

        Assert.Equal(space.Size, seen.Count);
    }

    // The gradient of what is not open is nothing, and the probabilities of all architectures add up to 1.
    [Fact]
    public void A_policy_takes_no_step_where_nothing_is_open()
    {
        var space = CustomJobs.Space();
        using var table = new TablePolicy(space, new TablePolicyOptions { InitDeviation = 0.7 }, 5);
        string[] all = [.. CustomJobs.AllValues(space).Select(values => space.FromValues(values).Tokens).Distinct()];
        Assert.Equal(1, all.Sum(tokens => Math.Exp(table.Score(space.Parse(tokens)).LogProb)), 5);
        using var uniform = new UniformPolicy(space, 1);
        var drawn = uniform.Sample("test", 0, 0);
        Assert.Equal(Enumerable.Range(0, 6).Where(decision => space.IsOpen(decision, drawn.Architecture.Values))
            .Sum(decision => -Math.Log(space.Decisions[decision].OptionCount)), drawn.LogProb, 12);
        var gradient = table.Gradient([new WeightedSample(space.FromValues([1, 0, 0, 0, 0, 0]), 1)]);
        Assert.All(gradient[2], slope => Assert.Equal(0, slope));
        Assert.Contains(gradient[0], slope => slope != 0);
    }

    /// <summary>Values that are all 1, and how often one was looked at.</summary>
    private sealed class Counted(int count) : IReadOnlyList<int>
    {
        public int Reads { get; private set; }

        public int Count => count;

        public int this[int index]
        {
            get
            {
                Reads++;
                return 1;
            }
        }

        public IEnumerator<int> GetEnumerator() => Enumerable.Repeat(1, count).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
