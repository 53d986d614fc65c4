using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies;
using Enas.TestKit;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Strategies.Contract;

/// <summary>What every strategy promises where a value is the architecture's own: failures, repeats and the end of a space.</summary>
public sealed class FinalEvaluationContractTests
{
    private const string Free = "budget.repeats=free";

    /// <summary>Eighteen cells.</summary>
    private static readonly RnnCellSpace s_tiny = new(
        TestJobs.Space(3, firstActivation: "tanh") with { Activations = ["tanh", "relu", "sigmoid"] });

    public static TheoryData<string> Cases => [.. ContractCase.OfTables];

    public static TheoryData<string> Exhausting =>
        [.. ContractCase.OfTables.Where(name => ContractCase.Of(name).Strategy is { Policy: PolicySections.None } strategy
            && strategy.Needs.HasFlag(StrategyNeeds.FinalEvaluations))];

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "14")]
    public async Task A_failed_evaluation_is_recorded_and_survived_and_fails_again(string name)
    {
        static bool Fails(Architecture architecture) => architecture.Values.Sum() % 3 == 0;
        var given = ContractCase.Of(name);
        using var whole = given.Harness(new ContractEvaluator(Fails));
        var outcome = await whole.StartAsync();
        Assert.True(outcome.IsComplete);
        Assert.InRange(outcome.State.FailedStepCount, 1, outcome.State.StepCount - 1);
        Assert.Equal(
            outcome.State.FailedStepCount,
            whole.Log.Rows.Count(row =>
                row.Row.EventType == StepFailed.Name && row.Row.Facts.Contains("diverged", StringComparison.Ordinal)));
        Assert.False(Fails(given.Space.Parse(outcome.State.Completed!.Tokens)));

        for (var step = 0L; step <= outcome.State.StepCount; step++)
        {
            using var first = given.Harness(new ContractEvaluator(Fails));
            await first.StartAsync(stopAfterSteps: step);
            using var second = given.Harness(new ContractEvaluator(Fails));
            (second.Log, second.Checkpoints) = (first.Log, first.Checkpoints);
            await second.ResumeAsync();
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a stop at step {step}");
        }

        using var policy = given.Harness(new RecordedEvaluator(isFinal: true));
        Assert.Equal(whole.Log.FactCount - 1, (await policy.ReplayAsync(whole.Log, policyOnly: true)).FactCount);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_search_whose_evaluations_all_fail_ends_too(string name)
    {
        using var harness = ContractCase.Of(name).Harness(new ContractEvaluator(_ => true));
        var outcome = await harness.StartAsync();
        Assert.True(outcome.IsComplete);
        Assert.Equal(outcome.State.StepCount, outcome.State.FailedStepCount);
        Assert.Equal(0, outcome.State.RewardCount);
        Assert.All(outcome.State.Candidates, candidate => Assert.Null(candidate.Score));
        Assert.Null(outcome.State.Completed!.Score);
        Assert.Null(outcome.State.Completed.TestScore);
        Assert.Equal(outcome.State.Candidates, (await harness.Log.StateAsync()).Candidates);
    }

    /// <summary>Where repeats are free there are more steps than evaluations, and how many is only known at the end.</summary>
    [Theory]
    [MemberData(nameof(Exhausting))]
    public async Task Progress_never_tells_more_steps_than_it_plans(string name)
    {
        var given = ContractCase.Of(name, Free, "budget.evaluations=60", "log.groupEvents=1");
        using var harness = given.Harness();
        var told = new Told();
        harness.Progress = told;
        Assert.True((await harness.StartAsync()).IsComplete);
        Assert.All(told.Committed, one => Assert.InRange(one.State.StepCount, 0, one.PlannedSteps));
        Assert.All(told.Committed, one => Assert.True(one.PlannedSteps >= 60));
        Assert.Equal(told.Committed[^1].State.StepCount, told.Committed[^1].PlannedSteps);
    }

    /// <summary>A proposal says of which step it is a repeat, and nobody is asked again.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_repeated_architecture_is_answered_from_the_log(string name)
    {
        var (given, evaluator) = (ContractCase.Of(name).Over(s_tiny), new ContractEvaluator());
        using var harness = given.Harness(evaluator);
        var outcome = await harness.StartAsync();
        Assert.True(outcome.IsComplete);
        var first = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var repeats = 0;
        foreach (var step in harness.Log.Rows.Where(row => row.Row.EventType is ArchitectureSampled.Name or RewardEvaluated.Name)
            .GroupBy(row => row.Row.Step))
        {
            foreach (var sampled in step.Where(row => row.Row.EventType == ArchitectureSampled.Name)
                .Select(row => ArchitectureSampled.FromRow(row.Row)))
            {
                // What the samples of one step have in common is known after it.
                Assert.Equal(first.TryGetValue(sampled.Tokens, out var known) ? known : null, sampled.RepeatOf);
                repeats += sampled.RepeatOf is null ? 0 : 1;
            }

            foreach (var reward in step.Where(row => row.Row.EventType == RewardEvaluated.Name)
                .Select(row => RewardEvaluated.FromRow(row.Row)))
            {
                first.TryAdd(reward.Tokens, step.Key);
                Assert.Equal(evaluator.Score(given.Space.Parse(reward.Tokens)).Measurement, reward.Evaluated.Measurement);
            }
        }

        Assert.Equal(outcome.State.RewardCount - repeats, evaluator.Asked.Count);
        Assert.True(repeats > 0 || first.Count == s_tiny.Size, "nothing was repeated");
        using var policy = given.Harness(new RecordedEvaluator(isFinal: true));
        Assert.Equal(harness.Log.FactCount - 1, (await policy.ReplayAsync(harness.Log, policyOnly: true)).FactCount);
    }

    [Theory]
    [MemberData(nameof(Exhausting))]
    public async Task A_space_that_is_used_up_ends_the_search_well(string name)
    {
        var (given, evaluator) = (ContractCase.Of(name, Free, "budget.evaluations=1000").Over(s_tiny), new ContractEvaluator());
        using var harness = given.Harness(evaluator);
        var outcome = await harness.StartAsync();
        Assert.True(outcome.IsComplete);
        Assert.Equal("space-exhausted", harness.Log.Rows.Last(row => row.Row.Step < outcome.State.StepCount).Row.EventType);
        Assert.Equal(evaluator.Asked.Count, evaluator.Asked.Distinct(StringComparer.Ordinal).Count());

        // A population that has become alike may propose nothing new for a thousand times, which ends the search as well.
        var repeats = outcome.State.SampleCount - evaluator.Asked.Count;
        Assert.True(evaluator.Asked.Count == s_tiny.Size || repeats >= 1000, $"{evaluator.Asked.Count} cells and {repeats} repeats");
        Assert.Equal(outcome.State.Best!.Tokens, outcome.State.Completed!.Tokens);

        for (var step = 0L; step <= outcome.State.StepCount; step += outcome.State.StepCount > 100 ? 97 : 1)
        {
            using var first = given.Harness();
            await first.StartAsync(stopAfterSteps: step);
            using var second = given.Harness();
            (second.Log, second.Checkpoints) = (first.Log, first.Checkpoints);
            await second.ResumeAsync();
            Assert.True(harness.Log.FactHead == second.Log.FactHead, $"other facts after a stop at step {step}");
        }

        using var policy = given.Harness(new RecordedEvaluator(isFinal: true));
        Assert.Equal(harness.Log.FactCount - 1, (await policy.ReplayAsync(harness.Log, policyOnly: true)).FactCount);
    }

    private sealed class Told : ISearchProgress
    {
        public List<CommittedProgress> Committed { get; } = [];

        void ISearchProgress.Committed(CommittedProgress progress) => Committed.Add(progress);
    }
}
