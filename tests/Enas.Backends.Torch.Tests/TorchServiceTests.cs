using Enas.Backends.Cpu;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Search;
using Enas.Storage.Runs;
using Enas.Storage.Searches;
using Enas.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Backends.Torch.Tests;

/// <summary>A program of somebody else's that has libtorch train the weights of its searches.</summary>
[Collection(TestDevice.AloneCollection)]
public sealed class TorchServiceTests : IDisposable
{
    private static readonly JobDocument s_job = JobReader.ReadText(TestJobs.OfServices);

    private readonly string _root = Directory.CreateTempSubdirectory("enas-torch-service-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // The policy is the exact one's, so it draws the same architectures until rewards, which are only near, have moved it apart.
    [Fact]
    public async Task Weights_are_trained_by_libtorch_and_the_policy_is_exact()
    {
        var (torch, cpu) = (await RunAsync(TorchBackend.Kind, "torch"), await RunAsync(CpuBackend.Kind, "cpu"));
        Assert.True(torch.IsComplete && cpu.IsComplete);
        Assert.StartsWith("torch/", torch.State.Started!.Numerics, StringComparison.Ordinal);
        Assert.Equal(cpu.State.Started!.PolicyNumerics, torch.State.Started.PolicyNumerics);
        Assert.Equal(cpu.State.SampleCount, torch.State.SampleCount);
        Assert.Equal(cpu.State.RewardSum / cpu.State.RewardCount, torch.State.RewardSum / torch.State.RewardCount, 3);
        Assert.Equal("complete", (await SearchLog.ReadAsync(torch.Folder)).Status);
    }

    [Fact]
    public async Task What_is_stopped_goes_on()
    {
        using var host = Build(TorchBackend.Kind);
        var searches = host.Services.GetRequiredService<SearchService>();
        using var asked = new CancellationTokenSource();
        var stopped = await searches.RunAsync(s_job, Path.Combine(_root, "stopped"), new FirstStep(asked.Cancel), asked.Token);
        Assert.False(stopped.IsComplete);
        var resumed = await searches.ResumeAsync(Path.Combine(_root, "stopped"), stop: TestContext.Current.CancellationToken);
        Assert.True(resumed.IsComplete);
        Assert.NotNull(resumed.BestTokens);
    }

    private async Task<SearchResult> RunAsync(IBackendKind weights, string folder)
    {
        using var host = Build(weights);
        return await host.Services.GetRequiredService<SearchService>().RunAsync(
            s_job, Path.Combine(_root, folder), stop: TestContext.Current.CancellationToken);
    }

    private static IHost Build(IBackendKind weights)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddEnas(weights.IsExact ? [weights] : [weights, CpuBackend.Kind], options => options.Threads = 1);
        return builder.Build();
    }

    private sealed class FirstStep(Action act) : ISearchProgress
    {
        public void Committed(CommittedProgress progress)
        {
            if (progress.State.StepCount > 0)
            {
                act();
            }
        }
    }
}
