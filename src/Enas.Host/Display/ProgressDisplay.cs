using Enas.Host.Cli;
using Enas.Pipeline.Search;

namespace Enas.Host.Display;

/// <summary>
/// Shows what is committed: a panel of fixed height on a terminal, plain lines on standard error elsewhere. It only listens; a failing
/// display never disturbs the search.
/// </summary>
internal sealed class ProgressDisplay : ISearchProgress, IAsyncDisposable
{
    /// <summary>Two repaints a second.</summary>
    private static readonly TimeSpan s_repaint = TimeSpan.FromMilliseconds(500);

    /// <summary>Between plain lines.</summary>
    private static readonly TimeSpan s_line = TimeSpan.FromSeconds(5);

    private readonly Terminal _terminal;
    private readonly RunTitle _title;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ProgressTracker _tracker;
    private readonly Task _painting;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChildWatch? _watch;
    private ProgressSnapshot? _snapshot;

    private ProgressDisplay(
        Terminal terminal, RunTitle title, TimeProvider time, SearchState? from, IEnumerable<string>? sampled, ChildWatch? watch)
    {
        (_terminal, _title, _time, _watch) = (terminal, title, time, watch);
        _tracker = new ProgressTracker(from, title.Searched, sampled);
        _start = time.GetTimestamp();
        _painting = Task.Run(() => terminal.IsPlain ? WriteLinesAsync(terminal, title) : RepaintAsync(terminal, title));
    }

    /// <summary>Starts to show a run.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="title">What it is.</param>
    /// <param name="time">Measures what is shown.</param>
    /// <param name="from">The state that it goes on from; null when it is new.</param>
    /// <param name="sampled">The last architectures that were sampled before.</param>
    /// <param name="watch">Tells what is trained alone at the moment; null where nothing is.</param>
    public static ProgressDisplay Start(
        Terminal terminal, RunTitle title, TimeProvider time, SearchState? from = null, IEnumerable<string>? sampled = null,
        ChildWatch? watch = null) =>
        new(terminal, title, time, from, sampled, watch);

    // A training alone takes long, and its steps are no commits of the search.
    private ProgressSnapshot? Snapshot() => Volatile.Read(ref _snapshot) is { } last ? last with { Child = _watch?.Now } : null;

    /// <inheritdoc />
    public void Committed(CommittedProgress progress) =>
        Volatile.Write(ref _snapshot, _tracker.After(progress, _time.GetElapsedTime(_start)));

    /// <summary>Shows the last state and, where the search has collapsed, says so; then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        await _painting;
        if (Volatile.Read(ref _snapshot) is { } last)
        {
            foreach (var sentence in CollapseAlarm.Sentences(_title, last))
            {
                _terminal.Line(sentence);
            }
        }
    }

    private async Task RepaintAsync(Terminal terminal, RunTitle title)
    {
        using var panel = LiveNotice.Panel();
        await Spectre.Console.AnsiConsoleExtensions.Live(terminal.People, Panel(terminal, title)).StartAsync(async live =>
        {
            for (var ended = false; !ended;)
            {
                ended = await EndedWithin(s_repaint);
                live.UpdateTarget(Panel(terminal, title));
            }
        });
    }

    private Spectre.Console.Rendering.IRenderable Panel(Terminal terminal, RunTitle title)
    {
        var snapshot = Snapshot();
        var sinceCommit = _time.GetElapsedTime(_start) - (snapshot?.Elapsed ?? TimeSpan.Zero);
        return ProgressPanel.Draw(title, snapshot, sinceCommit, terminal.IsUnicode, terminal.People.Profile.Width, LiveNotice.Words);
    }

    private async Task WriteLinesAsync(Terminal terminal, RunTitle title)
    {
        ProgressSnapshot? shown = null;
        for (var ended = false; !ended;)
        {
            ended = await EndedWithin(s_line);
            var snapshot = Snapshot();
            if (snapshot is not null && snapshot != shown)
            {
                terminal.Remark(ProgressLine.Of(title, snapshot, _time.GetUtcNow()));
                shown = snapshot;
            }
        }
    }

    private async Task<bool> EndedWithin(TimeSpan span)
    {
        // WaitAsync's timer belongs to the display; the search has none.
        try
        {
            await _ended.Task.WaitAsync(span, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
