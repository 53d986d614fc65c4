using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Storage.Folders;
using Enas.Storage.Programs;
using Enas.Storage.Searches;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Enas.Storage.Runs;

/// <summary>
/// Runs searches in this process, as <c>enas run</c> and <c>enas resume</c> do: a job comes to the same events, and so to the same
/// fingerprint. When the host stops, a search stops cleanly after its step and can be resumed. Several may run at a time.
/// </summary>
public sealed partial class SearchService
{
    private readonly EnasOptions _options;
    private readonly ChosenCompute _compute;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;

    internal SearchService(
        IReadOnlyList<IBackendKind> backends, IOptions<EnasOptions> options, TimeProvider time, ILogger<SearchService> logger,
        IHostApplicationLifetime lifetime)
    {
        (_options, _time, _logger, _stopping) = (options.Value, time, logger, lifetime.ApplicationStopping);
        _compute = new ChosenCompute(backends, _options);
    }

    /// <summary>Runs a search to its end or to a clean stop.</summary>
    /// <param name="job">The job, see <see cref="JobReader"/>.</param>
    /// <param name="folder">Its folder, absent or empty, or an address like <c>s3://bucket/prefix</c>; null for a free one under
    /// <see cref="EnasOptions.Runs"/>.</param>
    /// <param name="progress">Hears of each commit; null where nobody does.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    /// <exception cref="JobRefusedException">The job has errors. Nothing was made.</exception>
    /// <exception cref="Pipeline.Tasks.Folders.DataException">Its data are missing or cannot be used. Nothing was made.</exception>
    /// <exception cref="BadInputException">Something else of it cannot be. Nothing was made.</exception>
    /// <exception cref="FolderOccupiedException">There is something in the folder, or it can be none.</exception>
    /// <exception cref="NothingStartedException">The disk is full or failing. Nothing is left of the folder.</exception>
    public async Task<SearchResult> RunAsync(
        JobDocument job, string? folder = null, ISearchProgress? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, _stopping);
        var (start, options) = (_time.GetTimestamp(), job.Required());
        using var parts = SearchComposition.CreateNew(options, Load(options, both.Token), _compute);
        var path = folder ?? await FolderNames.FreeAsync(_options.Runs, options.Name, JobFacts.ForSearch(options));
        if (EvaluatorCatalog.Of(parts.Job).TrainsElsewhere)
        {
            _ = OutsideEvaluator.FolderOf(path);
        }

        var place = await FolderNames.CreateAsync(path, job.Bytes, options.ToResolvedJson());
        var beginning = new SearchBeginning(place, parts, [], EventsRead: 0, StopAfterSteps: null);
        return new SearchResult(options, await beginning.RunAsync(View(progress), _time, start, both.Token));
    }

    /// <summary>Goes on with a search from its last acknowledged step, as if it had never stopped. A complete one is left as it
    /// is.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="progress">Hears of each commit; null where nobody does.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    /// <exception cref="DirectoryNotFoundException">There is no search.</exception>
    /// <exception cref="Pipeline.Events.LogDamagedException">Its log is damaged.</exception>
    /// <exception cref="BadInputException">It cannot go on with what is here.</exception>
    public async Task<SearchResult> ResumeAsync(string folder, ISearchProgress? progress = null, CancellationToken stop = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, _stopping);
        var (start, points) = (_time.GetTimestamp(), new RecordedPoints());
        var search = await RecordedSearch.OpenAsync(folder, points);
        var continuation = new SearchContinuation(search, points, search.Job, [], StopAfterSteps: null);
        return new SearchResult(search.Job, await continuation.RunAsync(
            job => Load(job, both.Token), _compute, View(progress), _time, start, both.Token));
    }

    private JobData Load(JobOptions job, CancellationToken stop) => JobDataCatalog.Load(job, Decoder, stop);

    private IImageDecoder Decoder() => _options.ImageDecoder?.Invoke() ?? throw new BadInputException(
        $"image files cannot be read here: set {nameof(EnasOptions)}.{nameof(EnasOptions.ImageDecoder)}");

    private LoggedView View(ISearchProgress? progress) => new(_logger, progress);

    /// <summary>A run of which the log of this program hears, and whoever asked for it.</summary>
    private sealed partial class LoggedView(ILogger logger, ISearchProgress? progress) : RunView
    {
        public override void Say(string words) => Said(words);

        public override ISearchProgress Begin(string folder, JobOptions job, double? scoredItems, RecordedSearch? recorded) =>
            progress ?? base.Begin(folder, job, scoredItems, recorded);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Words}")]
        private partial void Said(string words);
    }
}
