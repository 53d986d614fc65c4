using Enas.Host.Cli;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;

namespace Enas.Host.Display;

/// <summary>
/// Shows what is committed: a panel of fixed height on a terminal, plain lines elsewhere. It only listens; a failing display never
/// disturbs the search.
/// </summary>
internal sealed class ProgressDisplay : ISearchProgress, IAsyncDisposable
{
    /// <summary>Two repaints a second.</summary>
    private static readonly TimeSpan s_repaint = TimeSpan.FromMilliseconds(500);

    /// <summary>Between plain lines.</summary>
    private static readonly TimeSpan s_line = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Task _painting;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProgressSnapshot? _snapshot;

    private ProgressDisplay(Terminal terminal, RunTitle title, TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _painting = Task.Run(() => terminal.IsPlain ? WriteLinesAsync(terminal, title) : RepaintAsync(terminal, title));
    }

    /// <summary>Starts to show a run.</summary>
    public static ProgressDisplay Start(Terminal terminal, RunTitle title, TimeProvider time) => new(terminal, title, time);

    /// <inheritdoc />
    public void Committed(SearchState state, long plannedSteps, string phase)
    {
        var elapsed = _time.GetElapsedTime(_start);
        var since = _snapshot is { } previous ? elapsed - previous.Elapsed : elapsed;
        Volatile.Write(ref _snapshot, new ProgressSnapshot(state, plannedSteps, phase, elapsed, since));
    }

    /// <summary>Shows the last state and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        await _painting;
    }

    private async Task RepaintAsync(Terminal terminal, RunTitle title) =>
        await Spectre.Console.AnsiConsoleExtensions.Live(terminal.People, ProgressPanel.Draw(title, null, terminal.IsUnicode)).StartAsync(async live =>
        {
            for (var ended = false; !ended;)
            {
                ended = await EndedWithin(s_repaint);
                live.UpdateTarget(ProgressPanel.Draw(title, Volatile.Read(ref _snapshot), terminal.IsUnicode));
            }
        });

    private async Task WriteLinesAsync(Terminal terminal, RunTitle title)
    {
        ProgressSnapshot? shown = null;
        for (var ended = false; !ended;)
        {
            ended = await EndedWithin(s_line);
            var snapshot = Volatile.Read(ref _snapshot);
            if (snapshot is not null && snapshot != shown)
            {
                terminal.Line(ProgressLine.Of(title, snapshot, _time.GetUtcNow()));
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
