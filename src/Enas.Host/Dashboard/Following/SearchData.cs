using Enas.Host.Display;
using Enas.Host.Readings;
using Enas.Host.Report;
using Enas.Pipeline.Architectures;

namespace Enas.Host.Dashboard.Following;

/// <summary>A search as far as it was read: what its pages are made of. It is used while nothing is read on.</summary>
internal sealed record SearchData
{
    /// <summary>A search is silent after so many times what its commits are apart.</summary>
    public const int UsualTimes = 10;

    // Seconds; commits that are closer together than that say nothing.
    private const double LeastSilence = 60;

    private readonly Dictionary<string, object?> _once = new(StringComparer.Ordinal);
    private SearchSpace? _space;

    public required FoundSearch Found { get; init; }

    /// <summary>As the report has it.</summary>
    public required ReportedSearch Report { get; init; }

    /// <summary>As <c>show</c> has it.</summary>
    public required RecordedSearch Record { get; init; }

    /// <summary>The space that was searched.</summary>
    public SearchSpace Space => _space ??= Report.Space;

    /// <summary>Its rewards, architecture by architecture.</summary>
    public required ArchitectureRewards Rewards { get; init; }

    public required SearchPace Pace { get; init; }

    /// <summary>Processes that wrote it, steps that failed, changes of its job: what is marked in charts.</summary>
    public required SearchHappenings Happenings { get; init; }

    /// <summary>Different architectures among its samples.</summary>
    public required int Different { get; init; }

    /// <summary>What was computed of it once, by name: it stays as long as nothing more is read.</summary>
    public T Once<T>(string name, Func<T> compute)
    {
        if (_once.TryGetValue(name, out var known))
        {
            return (T)known!;
        }

        var computed = compute();
        _once.Add(name, computed);
        return computed;
    }

    /// <summary>What is wrong with the last samples, in sentences: a search that has collapsed.</summary>
    public IReadOnlyList<string> Collapse => field ??= Report.IsTraining || Report.Series.Samples.Count == 0 ? []
        : [.. CollapseAlarm.Sentences(
            (double)Space.Size, Recent.Of(Space, Report.Series.Samples), CollapseRemedies.Of(Report.Job))];

    /// <summary>Its last samples, of this reading and those before it.</summary>
    public FollowedSamples Recent { get; init; } = new();

    /// <summary>Since when a search that runs committed nothing, where that is far longer than its commits are apart; else null.</summary>
    /// <param name="now">The time.</param>
    public DateTimeOffset? SilentSince(DateTimeOffset now) =>
        Report.Status == SearchStatus.Running && Report.Recorded is { } recorded && Report.SegmentCount > 1
        && (now - recorded.Last).TotalSeconds > Math.Max(LeastSilence, UsualTimes * Pace.WritingSeconds / Report.SegmentCount)
            ? recorded.Last : null;

    /// <summary>When it was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Names what answers are made of: another one says that they may be others.</summary>
    public string Tag => $"{Report.EventHead[..16]}-{Report.EventCount}-{Report.Status}";
}
