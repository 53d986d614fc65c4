using Enas.Backends.Cpu;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Search;
using Enas.Storage.Runs;
using Enas.Storage.Searches;
using Enas.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Storage.Tests.Runs;

/// <summary>Searches in a host of somebody else's.</summary>
public sealed class SearchServiceTests : IDisposable
{
    // Two rounds of two weight steps and one policy step.
    private const int Steps = 6;

    private static readonly JobDocument s_job = JobReader.ReadText(TestJobs.OfServices);

    private readonly string _root = Directory.CreateTempSubdirectory("enas-service-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task What_is_stopped_goes_on_to_the_fingerprint_of_what_was_not()
    {
        using var host = Build([CpuBackend.Kind]);
        var searches = host.Services.GetRequiredService<SearchService>();
        var whole = await searches.RunAsync(s_job, In("whole"), stop: TestContext.Current.CancellationToken);
        Assert.True(whole.IsComplete);
        Assert.Equal(In("whole"), whole.Folder);
        using var asked = new CancellationTokenSource();
        var stopped = await searches.RunAsync(s_job, In("stopped"), new After(2, asked.Cancel), asked.Token);
        Assert.False(stopped.IsComplete);
        Assert.InRange(stopped.State.StepCount, 2, Steps - 1);
        Assert.Equal("stopped", (await SearchLog.ReadAsync(In("stopped"))).Status);
        var resumed = await searches.ResumeAsync(In("stopped"), stop: TestContext.Current.CancellationToken);
        Assert.Equal((whole.Fingerprint, whole.BestTokens), (resumed.Fingerprint, resumed.BestTokens));
        Assert.Equal(whole.Fingerprint,
            (await searches.ResumeAsync(In("whole"), stop: TestContext.Current.CancellationToken)).Fingerprint);
    }

    [Fact]
    public async Task A_host_that_stops_stops_its_searches_cleanly()
    {
        using var host = Build([CpuBackend.Kind]);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopped = await host.Services.GetRequiredService<SearchService>().RunAsync(
            s_job, In("stopped"), new After(2, lifetime.StopApplication), TestContext.Current.CancellationToken);
        Assert.False(stopped.IsComplete);
        Assert.Equal("stopped", (await SearchLog.ReadAsync(In("stopped"))).Status);
    }

    [Fact]
    public async Task Settings_of_the_configuration_are_taken_and_the_call_has_the_last_word()
    {
        using var host = Build([CpuBackend.Kind], options => options.Threads = 2, ("Enas:Runs", In("runs")), ("Enas:Threads", "0"));
        var searches = host.Services.GetRequiredService<SearchService>();
        var first = await searches.RunAsync(s_job, stop: TestContext.Current.CancellationToken);
        var second = await searches.RunAsync(s_job, stop: TestContext.Current.CancellationToken);
        Assert.Equal(In("runs"), Path.GetDirectoryName(first.Folder));
        Assert.NotEqual(first.Folder, second.Folder);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
    }

    [Fact]
    public async Task A_folder_that_is_taken_or_a_whole_bucket_is_refused_and_nothing_is_made()
    {
        using var host = Build([CpuBackend.Kind]);
        var searches = host.Services.GetRequiredService<SearchService>();
        await File.WriteAllTextAsync(In("taken"), "mine", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<FolderOccupiedException>(() => searches.RunAsync(s_job, In("taken")));
        await Assert.ThrowsAsync<FolderOccupiedException>(() => searches.RunAsync(s_job, "s3://bucket"));
        Assert.False(Directory.Exists("s3:"));
        await Assert.ThrowsAsync<ArgumentException>(() => SearchLog.ReadAsync("s3://bucket"));
        await Assert.ThrowsAsync<JobRefusedException>(() => searches.RunAsync(JobReader.ReadText("{ \"seed\": -1 }"), In("none")));
        Assert.Equal([In("taken")], Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public async Task Image_files_and_latency_that_nothing_was_given_for_are_refused_with_the_setting_that_is_missing()
    {
        using var host = Build([CpuBackend.Kind]);
        var searches = host.Services.GetRequiredService<SearchService>();
        foreach (var label in (string[])["a", "b"])
        {
            Directory.CreateDirectory(In($"pictures/train/{label}"));
            await File.WriteAllBytesAsync(In($"pictures/train/{label}/1.png"), [137, 80, 78, 71], TestContext.Current.CancellationToken);
        }

        var job = JobReader.ReadText("""
            { "name": "p", "seed": 1, "preset": "small-2", "space": { "kind": "macro-cnn" }, "data": { "kind": "images", "path": "." } }
            """, $"data.path={In("pictures")}");
        var files = await Assert.ThrowsAsync<BadInputException>(() => searches.RunAsync(job, In("none")));
        Assert.Contains("EnasOptions.ImageDecoder", files.Message, StringComparison.Ordinal);
        job = JobReader.ReadText("""
            {
              "name": "limited", "seed": 1, "preset": "small-2", "space": { "kind": "macro-cnn", "layers": 3 },
              "data": {
                "kind": "generated",
                "images": { "classes": 2, "channels": 1, "size": 8, "trainImages": 32, "validImages": 16, "testImages": 16 }
              },
              "evaluator": { "kind": "zero-cost", "proxy": "parameters" }, "strategy": { "kind": "random" },
              "proxies": { "batchSize": 16 }, "budget": { "evaluations": 4 }, "derive": { "candidates": 2 },
              "limits": { "latencyMs": 1 },
              "train": { "epochs": 1, "evaluationBatchSize": 16, "network": { "filters": 4, "batchSize": 16 } }
            }
            """);
        var timer = await Assert.ThrowsAsync<BadInputException>(() => searches.RunAsync(job, In("none")));
        Assert.Contains("EnasOptions.NetworkTimer", timer.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("none")));
    }

    [Fact]
    public void A_backend_that_is_not_there_is_refused_before_anything_is_run()
    {
        using var none = Build([CpuBackend.Kind], options => options.Backend = "gpu");
        Assert.Contains("there is no backend \"gpu\"; those that were added: cpu",
            Assert.Throws<ArgumentException>(none.Services.GetRequiredService<SearchService>).Message, StringComparison.Ordinal);
        using var inexact = Build([new RecordedRequests("torch", isExact: false)]);
        Assert.Contains("CpuBackend.Kind",
            Assert.Throws<ArgumentException>(inexact.Services.GetRequiredService<SearchService>).Message, StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(_root, name);

    private static IHost Build(
        IReadOnlyList<IBackendKind> backends, Action<EnasOptions>? configure = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.AddEnas(backends, configure);
        return builder.Build();
    }

    /// <summary>Does something once, when so many steps are committed.</summary>
    private sealed class After(long steps, Action act) : ISearchProgress
    {
        public void Committed(CommittedProgress progress)
        {
            if (progress.State.StepCount >= steps)
            {
                act();
            }
        }
    }
}
