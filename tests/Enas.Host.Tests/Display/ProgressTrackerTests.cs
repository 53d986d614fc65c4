using System.Globalization;
using Enas.Host.Display;
using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Sample;

namespace Enas.Host.Tests.Display;

public sealed class ProgressTrackerTests
{
    [Fact]
    public void Speed_and_time_left_count_only_the_steps_of_this_process()
    {
        var tracker = new ProgressTracker(Snapshots.State(20_000));
        var snapshot = tracker.After(Progress(Snapshots.State(20_100), Phases.Weights), TimeSpan.FromSeconds(10));
        Assert.Equal(10, snapshot.StepsPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(990), snapshot.Remaining(Snapshots.Title));
    }

    /// <summary>A branch learns where it begins from its own first fact.</summary>
    [Fact]
    public void A_branch_counts_from_its_first_commit()
    {
        var tracker = new ProgressTracker(from: null);
        var first = tracker.After(Progress(Snapshots.State(20_000), Phases.Start), TimeSpan.FromSeconds(2));
        Assert.Null(first.StepsPerSecond);
        Assert.Null(first.Remaining(Snapshots.Title));
        Assert.Equal(5, tracker.After(Progress(Snapshots.State(20_050), Phases.Weights), TimeSpan.FromSeconds(12)).StepsPerSecond);
    }

    [Fact]
    public void While_candidates_are_scored_the_time_left_is_that_of_the_candidates()
    {
        var tracker = new ProgressTracker(from: null);
        tracker.After(Progress(SearchState.Empty, Phases.Start), TimeSpan.Zero);
        tracker.After(Progress(Snapshots.State(30_000), Phases.Host), TimeSpan.FromSeconds(600));
        var snapshot = tracker.After(Progress(Snapshots.Scoring.State, Phases.Derive), TimeSpan.FromSeconds(612));
        Assert.True(snapshot.IsScoring);
        Assert.Equal(50, snapshot.StepsPerSecond);
        Assert.Equal(0.3, snapshot.Share(Snapshots.Title));
        Assert.Equal(TimeSpan.FromSeconds(28), snapshot.Remaining(Snapshots.Title));
    }

    /// <summary>Twenty candidates on 100 images in 10 seconds; four on 1,000 are as many images twice over.</summary>
    [Fact]
    public void Of_stages_the_time_left_is_told_by_what_they_are_scored_on()
    {
        var (tracker, title) = (new ProgressTracker(from: null), Snapshots.Title with { ScoredItems = 6000, Candidates = 24 });
        tracker.After(Progress(Snapshots.State(30_000), Phases.Host), TimeSpan.FromSeconds(600));
        var state = Snapshots.Scoring.State with
        {
            Candidates = [],
            Screened = [.. Enumerable.Range(0, 20)
                .Select(i => Snapshots.Scoring.State.Candidates[0] with { TokenCount = 100, Ordinal = i })],
        };
        var snapshot = tracker.After(Progress(state, Phases.Derive), TimeSpan.FromSeconds(610));
        Assert.Equal(TimeSpan.FromSeconds(20), snapshot.Remaining(title));
    }

    [Fact]
    public void What_is_trained_alone_is_told_step_by_step_and_no_longer_than_it_lasts()
    {
        var watch = new ChildWatch();
        Assert.Null(watch.Now);
        var heard = watch.Of("rung-0-a", 274);
        heard.Committed(Progress(Snapshots.State(120), Phases.Weights));
        Assert.Equal(new ChildStep("rung-0-a", 120, 274), watch.Now);
        var snapshot = Snapshots.Running with { Child = watch.Now };
        Assert.Contains(" child_step=120/274 ", ProgressLine.Of(Snapshots.Title, snapshot, DateTimeOffset.UnixEpoch),
            StringComparison.Ordinal);
        Assert.Contains(" (120/274)  ", string.Join('\n', ProgressPanel.Lines(Snapshots.Title, snapshot, TimeSpan.Zero, true, 78)),
            StringComparison.Ordinal);
        watch.End();
        Assert.Null(watch.Now);
    }

    [Fact]
    public void A_resume_in_the_middle_of_the_candidates_counts_its_own()
    {
        var tracker = new ProgressTracker(Snapshots.Scoring.State with { Candidates = [.. Snapshots.Scoring.State.Candidates.Take(10)] });
        var snapshot = tracker.After(Progress(Snapshots.Scoring.State, Phases.Derive), TimeSpan.FromSeconds(4));
        Assert.Null(snapshot.StepsPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(56), snapshot.Remaining(Snapshots.Title));
    }

    [Fact]
    public void The_share_of_different_samples_is_that_of_the_last_thousand()
    {
        var tracker = new ProgressTracker(from: null);
        var rows = Enumerable.Range(0, 2500).Select(i => Sampled(i < 1500 ? i : i % 250)).ToArray();
        var first = tracker.After(Progress(SearchState.Empty, Phases.Policy, rows[..1500]), TimeSpan.Zero);
        Assert.Equal((1000, 1000), (first.RecentSampleCount, first.RecentUniqueCount));
        var second = tracker.After(Progress(SearchState.Empty, Phases.Policy, rows[1500..]), TimeSpan.Zero);
        Assert.Equal((1000, 250), (second.RecentSampleCount, second.RecentUniqueCount));
    }

    [Fact]
    public void A_resumed_search_is_shown_with_the_samples_before_it()
    {
        var whole = new ProgressTracker(from: null);
        whole.After(Progress(SearchState.Empty, Phases.Policy, [.. Enumerable.Range(0, 900).Select(Sampled)]), TimeSpan.Zero);
        var resumed = new ProgressTracker(SearchState.Empty, sampled: Enumerable.Range(0, 900).Select(i => Sampled(i).Row.Architecture!));
        var (one, other) = (whole.After(Next(), TimeSpan.FromSeconds(1)), resumed.After(Next(), TimeSpan.FromSeconds(1)));
        Assert.Equal((1000, 950), (one.RecentSampleCount, one.RecentUniqueCount));
        Assert.Equal((one.RecentSampleCount, one.RecentUniqueCount, one.RecentSkipShare),
            (other.RecentSampleCount, other.RecentUniqueCount, other.RecentSkipShare));

        CommittedProgress Next() =>
            Progress(SearchState.Empty, Phases.Policy, [.. Enumerable.Range(0, 150).Select(i => Sampled(1000 + (i % 100)))]);
    }

    private static CommittedProgress Progress(SearchState state, string phase, params CommittedRow[] rows) =>
        new(state, rows, 30_000, 0, phase);

    private static CommittedRow Sampled(int number)
    {
        var tokens = number.ToString(CultureInfo.InvariantCulture);
        return new CommittedRow(number,
            number, default, default, default, new ArchitectureSampled(new StepPosition(0, Phases.Policy, 0), 0, tokens, -1, 1).ToRow());
    }
}
