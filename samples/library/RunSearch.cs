using Enas.Backends.Cpu;
using Enas.Pipeline.Jobs;
using Enas.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Samples.Library;

/// <summary>Runs a search in a host of this program.</summary>
internal static class RunSearch
{
    public static async Task RunAsync(string job, string folder)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddEnas(CpuBackend.Kind);
        using var host = builder.Build();

        var searches = host.Services.GetRequiredService<SearchService>();
        var result = await searches.RunAsync(JobReader.ReadFile(job), folder);
        Console.WriteLine($"best         {result.BestTokens}");
        Console.WriteLine($"fingerprint  {result.Fingerprint}");
    }
}
