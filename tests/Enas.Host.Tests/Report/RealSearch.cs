using System.Text;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Report;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.TestKit;

namespace Enas.Host.Tests.Report;

/// <summary>Real searches and final trainings of the small jobs, made within the tests' process as the host makes them.</summary>
internal static class RealSearch
{
    /// <summary>Runs a job of the folder <c>jobs</c> into a folder, and reads it as a report does.</summary>
    public static async Task<ReportedSearch> RunAsync(string path, string job, long? stopAfterSteps = null, params string[] sets)
    {
        var document = Document(job, sets);
        using var parts = SearchComposition.Create(
            document.Options!, TaskCatalog.Load(document.Options!), new ComputeOptions(null, null, 1));
        var folder = SearchFolder.Create(path, document.Bytes.Span, Encoding.UTF8.GetBytes(parts.Job.ToResolvedJson()));
        await using (var log = await OpenAsync(folder))
        {
            var run = new SearchRun(parts.Assembly(TimeProvider.System, null).ForRun(),
                parts.Job.Log, parts.Job.Checkpoint, log, new InMemoryCheckpointStore(), new NullProgress(), TimeProvider.System);
            var outcome = await run.StartAsync(parts.Started(), [], stopAfterSteps, CancellationToken.None);
            await log.CloseAsync(outcome.IsComplete ? "completed" : "stopped", CancellationToken.None);
        }

        return await ReportedSearch.OpenAsync(path, RecoveryMode.Strict);
    }

    /// <summary>Trains an architecture by a job of the folder <c>jobs</c>, and reads that as a report does.</summary>
    public static async Task<ReportedSearch> TrainAsync(string path, string job, string tokens, params string[] sets)
    {
        var document = Document(job, sets);
        var options = document.Options! with { Origin = JobOrigins.Train };
        var (data, space) = (TaskCatalog.Load(options), SpaceCatalog.Create(options));
        using var backend = new ComputeOptions(null, null, 1).CreateBackend(options.Compute);
        var folder = SearchFolder.Create(path, document.Bytes.Span, Encoding.UTF8.GetBytes(options.ToResolvedJson()));
        await using (var log = await OpenAsync(folder))
        using (var training = data.Training(backend, space, options, space.Parse(tokens), TimeProvider.System))
        {
            var run = new SearchRun(training.ForRun(),
                options.Log, options.Checkpoint, log, new InMemoryCheckpointStore(), new NullProgress(), TimeProvider.System);
            await run.StartAsync(data.TrainingStarted(options, backend, backend.Numerics, space.Parse(tokens), parent: null),
                [], null, CancellationToken.None);
            await log.CloseAsync("completed", CancellationToken.None);
        }

        return await ReportedSearch.OpenAsync(path, RecoveryMode.Strict);
    }

    /// <summary>A search whose process died before its first event.</summary>
    public static Task<ReportedSearch> EmptyAsync(string path, string job, params string[] sets)
    {
        var document = Document(job, sets);
        SearchFolder.Create(path, document.Bytes.Span, Encoding.UTF8.GetBytes(document.Options!.ToResolvedJson()));
        return ReportedSearch.OpenAsync(path, RecoveryMode.Strict);
    }

    private static JobDocument Document(string job, string[] sets) =>
        JobLoading.Read(Path.Combine(AppContext.BaseDirectory, "jobs", job), sets);

    private static ValueTask<ParquetEventLog> OpenAsync(SearchFolder folder) =>
        ParquetEventLog.OpenWriterAsync(folder, new WriterDescription("test", "test", []), TimeProvider.System, CancellationToken.None);
}
