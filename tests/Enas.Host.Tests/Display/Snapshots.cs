using Enas.Host.Display;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Tests.Display;

/// <summary>States of one made-up search, from its first commit to its end.</summary>
internal static class Snapshots
{
    private const string Cell = "0 0 0 1 1 2 1 2 0 2 0 5 1 1 0 6 1 8 1 8 1 8 1";

    public static RunTitle Title { get; } = new("ptb-rnn-small-7f3a21", "rnn-cell", 42, "enas", "round", 10, 40, 20);

    public static ProgressSnapshot Running { get; } = Of(State(12_400), Phases.Policy) with
    {
        Round = 2,
        StepsHere = 12_400,
        Elapsed = TimeSpan.FromSeconds(131),
        SteppingFor = TimeSpan.FromSeconds(131),
        Course = [0.1, 0.3, 0.5, 0.62, 0.7, 0.8, 0.8713],
    };

    /// <summary>The operational commit of a checkpoint in mid-run, an hour after a resume at step 12,000.</summary>
    public static ProgressSnapshot Checkpointing { get; } = Running with
    {
        Phase = Phases.Host,
        StepsHere = 400,
        Elapsed = TimeSpan.FromSeconds(3723),
        SteppingFor = TimeSpan.FromSeconds(3723),
    };

    public static ProgressSnapshot Scoring { get; } = Of(State(30_000) with { Candidates = [.. Scores(12)] }, Phases.Derive) with
    {
        Round = 9,
        StepsHere = 30_000,
        Elapsed = TimeSpan.FromSeconds(700),
        SteppingFor = TimeSpan.FromSeconds(600),
        ScoresHere = 12,
        ScoringFor = TimeSpan.FromSeconds(100),
    };

    public static ProgressSnapshot Done { get; } = Scoring with
    {
        State = Scoring.State with
        {
            Candidates = [.. Scores(40)],
            Completed = new SearchCompleted(Scoring.State.Candidates[0].Position, "rule", Cell, 109.25, 130, 120, null)
        },
        Phase = Phases.End,
    };

    /// <summary>Nothing but the first fact is committed.</summary>
    public static ProgressSnapshot Started
    {
        get;
    } = Of(SearchState.Empty, Phases.Start) with { RecentSampleCount = 0, RecentUniqueCount = 0 };

    public static SearchState State(long steps) => SearchState.Empty with
    {
        StepCount = steps,
        SampleCount = 14_321,
        RewardCount = 1_921,
        RewardSum = 1_600,
        FailedStepCount = 1,
        RewardAverage = 0.87131,
        Baseline = 0.86,
        LossAverage = 5.12345,
        LastEntropy = 12.2,
        LastLearningRate = 9.6,
        Best = new BestSample(Cell, 0.90421, 88.5, 9_981, 3),
        Checkpoints = [new CheckpointSaved(new StepPosition(12_000, Phases.Policy, 2), new CheckpointReference("name", "digest", 1))],
    };

    private static CandidateScored[] Scores(int count) =>
        [.. Enumerable.Range(0, count)
            .Select(i => new CandidateScored(new StepPosition(30_000, Phases.Derive, 10), "policy", i, Cell, 110 + i, 1, 1))];

    private static ProgressSnapshot Of(SearchState state, string phase) => new()
    {
        State = state,
        PlannedSteps = 30_000,
        Round = 0,
        Phase = phase,
        Elapsed = TimeSpan.Zero,
        StepsHere = 0,
        SteppingFor = TimeSpan.Zero,
        ScoresHere = 0,
        ScoringFor = TimeSpan.Zero,
        RecentSampleCount = 1000,
        RecentUniqueCount = 834,
    };
}
