using Enas.Pipeline.Ports;
using Enas.Pipeline.Tests.Search;

namespace Enas.Pipeline.Tests.Strategies.Contract;

/// <summary>What a strategy says that it will ask for, it asks for, whatever the ones before it come to: whoever trains it ahead never
/// trains in vain, and changes nothing but time.</summary>
public sealed class ExpectedChildrenTests
{
    private const int Ahead = 7;

    public static TheoryData<string> Children => [.. ContractCase.OfChildren];

    public static TheoryData<string> Weights => [.. ContractCase.OfSharedWeights.Take(3)];

    [Theory]
    [MemberData(nameof(Children))]
    public async Task All_that_is_said_ahead_is_asked_for_and_the_facts_are_those_of_nothing_ahead(string name)
    {
        var given = ContractCase.Of(name);
        using var alone = given.Harness();
        await alone.StartAsync();
        var listening = new ListeningTrainer(new ContractChildren(given.Space), Ahead);
        using var ahead = given.Harness(children: listening);
        await ahead.StartAsync();
        Assert.Equal(alone.Log.FactHead, ahead.Log.FactHead);
        Assert.Empty(listening.Expected.Except(listening.Asked));
    }

    [Theory]
    [InlineData("evolution rnn-cell", 6)]
    [InlineData("random rnn-cell evaluator.kind=child", 8)]
    [InlineData("nas rnn-cell", 2)]
    [InlineData("predictor rnn-cell", 5)]
    [InlineData("halving rnn-cell", 9)]
    public async Task A_first_step_says_what_no_evaluation_has_a_part_in(string name, int count)
    {
        var full = ContractCase.OfChildren.First(known => known.StartsWith(name, StringComparison.Ordinal));
        string[] initial = full.StartsWith("predictor", StringComparison.Ordinal) ? ["strategy.initial=5"] : [];
        var given = ContractCase.Of(full, initial);
        var listening = new ListeningTrainer(new ContractChildren(given.Space), Ahead);
        using var harness = given.Harness(children: listening);
        await harness.StartAsync(1);
        Assert.Equal(count, listening.First);
    }

    [Theory]
    [MemberData(nameof(Weights))]
    public async Task All_finalists_of_a_rung_are_said_before_the_first_is_asked_for(string name)
    {
        string[] finals = ["derive.candidates=6", "finals.count=5", "finals.rungs=2", "finals.promoted=2", "finals.steps=30"];
        var given = ContractCase.Of(name, finals);
        var listening = new ListeningTrainer(new ScriptedChildTrainer(order => 1 + (order.Seed % 5)), Ahead);
        using var harness = SearchHarness.WithNullWeights(given.Job, given.Space, ContractEvaluator.Loss, 1, children: listening);
        await harness.StartAsync();
        Assert.Equal(listening.Asked, listening.Expected);
        Assert.True(listening.First > 1);
    }

    private sealed class ListeningTrainer(IChildTrainer trainer, int ahead) : IChildTrainer
    {
        public List<ChildOrder> Expected { get; } = [];

        public List<ChildOrder> Asked { get; } = [];

        /// <summary>How many were said before the first was asked for.</summary>
        public int First { get; private set; }

        public int Ahead => ahead;

        public void Expect(IReadOnlyList<ExpectedChild> children) =>
            Expected.AddRange(children.Select(child => child.Order).Distinct().Where(order => !Expected.Contains(order)));

        public Task<ChildOutcome> TrainAsync(ChildOrder order)
        {
            First = Asked.Count == 0 ? Expected.Count : First;
            Asked.Add(order);
            return trainer.TrainAsync(order);
        }
    }
}
