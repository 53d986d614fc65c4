using System.Text.RegularExpressions;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Tests.Strategies.Contract;
using Enas.TestKit;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Search;

/// <summary>Candidates are scored in stages, ever fewer on ever more data, and the choice is made among all that came
/// to the last.</summary>
public sealed class StagedScoringTests
{
    private static readonly string[] s_staged =
    [
        "derive.candidates=6", "derive.uniform=8", "derive.screenItems=2", "derive.refine=7", "derive.refineItems=5", "derive.wholeSet=3",
        "log.groupEvents=1",
    ];

    public static TheoryData<string> Cases => [.. ContractCase.OfSharedWeights];

    // Each stage has an opinion of its own.
    private static double PartLoss(Architecture architecture, int items) =>
        1.5 + (0.4 * Math.Sin(architecture.Values.Select((value, i) => (value + 1.0) * (i + 2)).Sum() * items));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_stage_scores_the_best_of_the_one_before(string name)
    {
        using var harness = Harness(name);
        var state = (await harness.StartAsync()).State;
        var stages = state.Screened.GroupBy(scored => scored.Stage).ToArray();
        Assert.Equal([ScoreStages.Screen, ScoreStages.Refine], stages.Select(stage => stage.Key));
        Assert.Equal([(6, 2), (8, 2)], stages[0].GroupBy(scored => scored.Source).Select(set => (set.Count(), set.First().TokenCount)));
        AssertBest(stages[0], stages[1].ToArray(), 7, tokens: 5);
        AssertBest(stages[1], state.Candidates, 3, tokens: 100);
        Assert.All(state.Candidates, scored => Assert.Equal(ScoreStages.Whole, scored.Stage));
        Assert.Equal(14 + 7 + 3, state.ScoreCount);
        Assert.Equal(stages[0], state.AlikeScores);
    }

    private static void AssertBest(IEnumerable<CandidateScored> of, IReadOnlyCollection<CandidateScored> next, int count, int tokens)
    {
        var best = of.OrderBy(scored => scored.Perplexity).DistinctBy(scored => scored.Tokens).Take(count).ToArray();
        Assert.Equal(best.Select(one => (one.Source, one.Ordinal, one.Tokens)), next.Select(one => (one.Source, one.Ordinal, one.Tokens)));
        Assert.All(next, scored => Assert.Equal(tokens, scored.TokenCount));
    }

    [Fact]
    public async Task Whoever_is_best_on_the_whole_set_is_chosen_wherever_it_came_from()
    {
        var sources = new List<string?>();
        for (var seed = 1; seed <= 12; seed++)
        {
            using var harness = Harness("enas rnn-cell", $"seed={seed}");
            var state = (await harness.StartAsync()).State;
            var best = state.Candidates.MinBy(scored => scored.Perplexity)!;
            Assert.Equal((best.Tokens, best.Source, best.Perplexity),
                (state.Completed!.Tokens, state.Completed.Source, state.Completed.Perplexity));
            Assert.Null(state.Completed.RandomMean);
            sources.Add(best.Source);
        }

        Assert.Contains("policy", sources);
        Assert.Contains("random", sources);
    }

    [Fact]
    public async Task Without_stages_all_can_be_chosen_too_where_the_job_says_so()
    {
        foreach (var among in (string[])[DeriveOptions.AmongAll, DeriveOptions.AmongPolicy])
        {
            for (var seed = 1; seed <= 6; seed++)
            {
                using var harness = ContractCase.Of("enas rnn-cell", $"derive.among={among}", $"seed={seed}").Harness();
                var state = (await harness.StartAsync()).State;
                var eligible = state.Candidates.Where(scored => among == DeriveOptions.AmongAll || scored.Source == "policy");
                Assert.Equal(eligible.MinBy(scored => scored.Perplexity)!.Tokens, state.Completed!.Tokens);
                Assert.Equal(among == DeriveOptions.AmongAll, state.Completed.Source is not null);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "2")]
    public async Task A_kill_behind_any_score_and_a_resume_give_the_fingerprint_of_the_whole(string name)
    {
        using var whole = Harness(name);
        await whole.StartAsync();
        var first = whole.Log.CommitSizes.Count - 14 - 7 - 3 - 2;
        for (var commits = first; commits < whole.Log.CommitSizes.Count; commits++)
        {
            using var second = Harness(name);
            (second.Log, second.Checkpoints) = (whole.Log.Prefix(commits), whole.Checkpoints);
            Assert.True((await second.ResumeAsync()).IsComplete);
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a kill behind commit {commits}");
        }
    }

    [Fact]
    public async Task A_stop_between_two_scores_is_clean_and_goes_on()
    {
        using var whole = Harness("enas rnn-cell");
        await whole.StartAsync();
        // Both stages before the whole set, and their ends.
        for (var scores = 1; scores <= 14 + 7; scores++)
        {
            using var stop = new CancellationTokenSource();
            var (given, done) = (Case("enas rnn-cell"), 0);
            using var first = SearchHarness.WithNullWeights(given.Job, given.Space, ContractEvaluator.Loss, 1, (architecture, items) =>
            {
                if (++done == scores)
                {
                    stop.Cancel();
                }

                return PartLoss(architecture, items);
            });
            var stopped = await first.StartAsync(stop: stop.Token);
            Assert.Equal((false, scores), (stopped.IsComplete, stopped.State.ScoreCount));
            using var second = Harness("enas rnn-cell");
            (second.Log, second.Checkpoints) = (first.Log, first.Checkpoints);
            Assert.True((await second.ResumeAsync()).IsComplete);
            Assert.True(whole.Log.FactHead == second.Log.FactHead, $"other facts after a stop behind score {scores}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "13")]
    public async Task The_choice_is_derived_from_the_recorded_scores_and_a_forged_score_is_found(string name)
    {
        using var whole = Harness(name);
        await whole.StartAsync();
        foreach (var policyOnly in (bool[])[true, false])
        {
            using var again = Harness(name);
            Assert.Equal(whole.Log.FactCount - 1, (await again.ReplayAsync(whole.Log, policyOnly)).FactCount);
        }

        var state = await whole.Log.StateAsync();
        CandidateScored[] scores = [.. state.Screened, .. state.Candidates];
        foreach (var score in whole.Log.Rows.Where(row => row.Row.EventType == CandidateScored.Name).ToArray())
        {
            // A perplexity that its losses do not give, and one that is consistent and far better than all others.
            var plain = whole.Log.Forged((int)score.Sequence, row =>
                row with { Facts = Regex.Replace(row.Facts, "\"perplexity\":[^,}]+", "\"perplexity\":1.5") });
            Assert.Equal(score.Sequence, (await DivergenceAsync(name, plain, policyOnly: true)).Sequence);
            var better = whole.Log.Forged((int)score.Sequence, row => Better(CandidateScored.FromRow(row)).ToRow());
            Assert.Equal(score.Sequence, (await DivergenceAsync(name, better, policyOnly: false)).Sequence);
            // Where the best of a stage becomes better still, the log alone cannot know.
            var was = CandidateScored.FromRow(score.Row);
            if (scores.Any(other => other.Stage == was.Stage && other.Rank < was.Rank))
            {
                Assert.True((await DivergenceAsync(name, better, policyOnly: true)).Sequence > score.Sequence);
            }
        }
    }

    private static CandidateScored Better(CandidateScored was) =>
        CandidateScored.Of(was.Position, was.Source, was.Ordinal, was.Tokens, new WindowLoss(was.TokenCount, 0.01 * was.TokenCount))
            with
        { Stage = was.Stage };

    [Fact]
    public void Equal_scores_are_told_apart_by_the_loss_and_what_is_not_finite_comes_last()
    {
        var at = new StepPosition(9, Phases.Derive, 1);
        CandidateScored Of(int ordinal, int correct, double loss) =>
            CandidateScored.Of(at, "policy", ordinal, $"{ordinal}", new WindowLoss(100, loss, correct));
        CandidateScored[] scored = [Of(0, 50, 90), Of(1, 99, double.NaN), Of(2, 60, 80), Of(3, 60, 70), Of(4, 60, 70)];
        Assert.Equal([3, 4, 2, 0, 1], CandidateScored.BestFirst(scored).Select(one => one.Ordinal));
    }

    [Fact]
    public void Stages_follow_from_the_job_and_from_the_size_of_the_space()
    {
        var derive = Case("enas rnn-cell").Job.Derive;
        Assert.Equal([new(ScoreStages.Screen, 14, 2), new(ScoreStages.Refine, 7, 5), new(ScoreStages.Whole, 3, 0)],
            ScoringStages.Of(derive, 1000, isOwnValue: false));
        Assert.Equal([new(ScoreStages.Screen, 4, 2), new(ScoreStages.Refine, 4, 5), new(ScoreStages.Whole, 3, 0)],
            ScoringStages.Of(derive, 2, isOwnValue: false));
        Assert.Equal([new(ScoreStages.Screen, 14, 2), new(ScoreStages.Whole, 14, 0)],
            ScoringStages.Of(derive with { Refine = 0, WholeSet = 0 }, 1000, isOwnValue: false));
        Assert.Equal([new ScoringStage(null, 14, 0)], ScoringStages.Of(derive with { ScreenItems = 0 }, 1000, isOwnValue: false));
        Assert.Equal([new ScoringStage(null, 14, 0)], ScoringStages.Of(derive, 1000, isOwnValue: true));
    }

    [Fact]
    public void A_value_that_is_the_architectures_own_has_no_stages() =>
        Assert.DoesNotContain(Jobs.JobText.Options(
            """{ "name": "a", "preset": "cifar10", "space": { "kind": "nas-bench-201" }, "data": { "kind": "table", "path": "x" } }""")
            is var job ? ScoringStages.Of(job) : [], stage => stage.Name is not null);

    // The job may ask for a screening all the same, as one of shared weights does.
    [Theory]
    [InlineData("enas", true)]
    [InlineData("nas", false)]
    public void What_is_planned_is_what_the_evaluator_has_done(string strategy, bool isStaged)
    {
        var job = Jobs.JobText.Options(Jobs.JobText.Minimal, $"strategy.kind={strategy}", "derive.screenItems=4");
        Assert.Equal(isStaged, ScoringStages.Of(job).Count > 1);
        Assert.Equal(job.Derive.Candidates + job.Derive.UniformCount, JobFit.FinalistsOf(job));
    }

    private static ContractCase Case(string name, params string[] more) => ContractCase.Of(name, [.. s_staged, .. more]);

    private static SearchHarness Harness(string name, params string[] more) => Case(name, more) is var given
        ? SearchHarness.WithNullWeights(given.Job, given.Space, ContractEvaluator.Loss, 1, PartLoss) : null!;

    private static async Task<Divergence> DivergenceAsync(string name, InMemoryEventLog forged, bool policyOnly)
    {
        using var again = Harness(name);
        return (await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(forged, policyOnly))).Divergence;
    }
}
