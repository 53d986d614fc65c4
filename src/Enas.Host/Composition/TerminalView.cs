using Enas.Host.Cli;
using Enas.Host.Display;
using Enas.Host.Telemetry;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Host.Composition;

/// <summary>A run as a terminal shows it and as telemetry measures it.</summary>
internal sealed class TerminalView(Terminal terminal, SearchTelemetry telemetry, TimeProvider time, IEnumerable<string>? sampled = null)
    : RunView
{
    private readonly RecoveryLines _lines = new(terminal, time);
    private ProgressDisplay? _display;
    private SearchSpan? _span;

    public override Action<SearchMediator>? Behaviors => telemetry.Behaviors;

    public override void Say(string words) => terminal.Line(words);

    public override void StepCameOut(long step) => _lines.StepDone(step);

    public override ISearchWork Watched(ISearchWork work) => telemetry.Traced(work);

    public override ISearchProgress Begin(string folder, JobOptions job, double? scoredItems, RecordedSearch? recorded)
    {
        var title = recorded is null ? RunTitle.OfSearch(Path.GetFileName(folder), job) : RunTitle.Of(recorded, job);
        _display = ProgressDisplay.Start(
            terminal, title with { ScoredItems = scoredItems }, time, recorded?.State, recorded is null ? null : sampled, Children);
        return _span = telemetry.Begin(folder, job.Name, _display);
    }

    public override string ForkCommand(string search, IReadOnlyList<string> arguments) =>
        CommandText.Of(["fork", CommandText.PathFromHere(search), .. arguments]);

    public override async ValueTask DisposeAsync()
    {
        _span?.Dispose();
        if (_display is not null)
        {
            await _display.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}
