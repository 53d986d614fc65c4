using Enas.Pipeline.Events;
using Enas.Pipeline.Search;

namespace Enas.Host.Display;

/// <summary>What is committed, and how fast it came to be. Speeds count what this process did, not what it resumed from.</summary>
internal sealed record ProgressSnapshot
{
    /// <summary>The fold of the log.</summary>
    public required SearchState State { get; init; }

    /// <summary>Steps of the whole budget.</summary>
    public required long PlannedSteps { get; init; }

    /// <summary>Rounds, or epochs, before this one.</summary>
    public required int Round { get; init; }

    /// <summary>What is being done, see <see cref="Phases"/>.</summary>
    public required string Phase { get; init; }

    /// <summary>From the start of the process's work to this commit.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Steps of this process.</summary>
    public required long StepsHere { get; init; }

    /// <summary>Time that they took.</summary>
    public required TimeSpan SteppingFor { get; init; }

    /// <summary>Candidates that this process scored.</summary>
    public required int ScoresHere { get; init; }

    /// <summary>Time that they took.</summary>
    public required TimeSpan ScoringFor { get; init; }

    /// <summary>Tokens or images of those scores.</summary>
    public long ScoredItemsHere { get; init; }

    /// <summary>The architecture that is trained alone at the moment; null where there is none.</summary>
    public ChildStep? Child { get; init; }

    /// <summary>Samples among the last ones that are looked at for being different.</summary>
    public required int RecentSampleCount { get; init; }

    /// <summary>Different architectures among them.</summary>
    public required int RecentUniqueCount { get; init; }

    /// <summary>The average reward after commits of this process, evenly chosen, the last one among them.</summary>
    public IReadOnlyList<double> Course { get; init; } = [];

    /// <summary>Share of the possible skips that they take; null where there are none.</summary>
    public double? RecentSkipShare { get; init; }

    /// <summary>Whether the steps are done and candidates are being scored.</summary>
    public bool IsScoring => Phase == Phases.Derive && State.Completed is null;

    /// <summary>Whether the finals are held.</summary>
    public bool AreFinals => Phase == Phases.Finals && State.Completed is null;

    /// <summary>Candidates that were trained alone in the finals.</summary>
    public int FinalCount => FinalsOf(State);

    /// <summary>Those that this process trained.</summary>
    public int FinalsHere { get; init; }

    /// <summary>Time that they took.</summary>
    public TimeSpan FinalsFor { get; init; }

    /// <summary>Candidates that were trained alone in the finals of a state.</summary>
    public static int FinalsOf(SearchState state) => state.Children.Count(child => child.Position.Phase == Phases.Finals);

    /// <summary>Tokens or images of the scores of a state. A stage on all of the validation set takes long for each of its few
    /// candidates, so the time is told by these and not by candidates.</summary>
    public static long ItemsOf(SearchState state) =>
        state.Screened.Sum(scored => (long)scored.TokenCount) + state.Candidates.Sum(scored => (long)scored.TokenCount);

    /// <summary>Steps a second of this process; null before there is a speed.</summary>
    public double? StepsPerSecond => StepsHere > 0 && SteppingFor > TimeSpan.Zero ? StepsHere / SteppingFor.TotalSeconds : null;

    /// <summary>Share of the steps that is done; of the candidates while they are scored, of the finals while they are held.</summary>
    public double Share(RunTitle title) => State.Completed is not null || PlannedSteps == 0
        ? 1
        : IsScoring ? (double)State.ScoreCount / Math.Max(1, title.Candidates)
        : AreFinals ? (double)FinalCount / Math.Max(1, title.Finals) : (double)State.StepCount / PlannedSteps;

    /// <summary>Time that the remaining steps, or candidates, take at this speed; null before there is a speed.</summary>
    public TimeSpan? Remaining(RunTitle title) => IsScoring
        ? title.ScoredItems is { } items
            ? Remaining((long)items - ItemsOf(State), ScoredItemsHere, ScoringFor)
            : Remaining(title.Candidates - State.ScoreCount, ScoresHere, ScoringFor)
        : AreFinals ? Remaining(title.Finals - FinalCount, FinalsHere, FinalsFor)
        : Remaining(PlannedSteps - State.StepCount, StepsHere, SteppingFor);

    private static TimeSpan? Remaining(long left, long done, TimeSpan took) =>
        done > 0 ? TimeSpan.FromSeconds(Math.Max(0, left) * took.TotalSeconds / done) : null;
}
