using System.Collections.Concurrent;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Faults;

/// <summary>How a search ends to which nothing happens: run once for all tests of this process.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="CheckpointBytes">Size of its largest checkpoint.</param>
internal sealed record Undisturbed(string Fingerprint, TimeSpan Elapsed, long CheckpointBytes)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Undisturbed>>> s_runs = new(StringComparer.Ordinal);

    public static Task<Undisturbed> Of(Func<WorkFolder, FaultJob> job) =>
        s_runs.GetOrAdd(job.Method.Name, _ => new Lazy<Task<Undisturbed>>(() => RunAsync(job))).Value;

    private static async Task<Undisturbed> RunAsync(Func<WorkFolder, FaultJob> job)
    {
        using var work = new WorkFolder();
        var start = TimeProvider.System.GetTimestamp();
        var search = new SearchUnderFire(work, job(work), "undisturbed");
        var result = await search.FinishAsync();
        var checkpoints = new DirectoryInfo(Path.Combine(search.Folder, "checkpoints")).GetFiles();
        return new(result.Json().GetProperty("fingerprint").GetString()!,
            TimeProvider.System.GetElapsedTime(start), checkpoints.Max(file => file.Length));
    }
}
