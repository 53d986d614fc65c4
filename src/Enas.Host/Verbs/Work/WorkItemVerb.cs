using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;
using Enas.Pipeline.Work;
using Enas.Storage.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Verbs.Work;

/// <summary>Reads an item, does it, puts its result. Where what gave it ends, it stops cleanly at the next step.</summary>
internal static class WorkItemVerb
{
    public static async Task<int> RunAsync(WorkRoots roots, IReadOnlyList<AllowedCommand> programs, Stream given, Terminal terminal)
    {
        var input = new BufferedStream(given); // Not closed: somebody waits for its end until the process ends.
        var item = await ReadAsync(input);
        using var host = EnasHost.Build();
        await host.StartAsync();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        _ = Task.Run(() => StopAtTheEndOfAsync(input, lifetime));
        var results = await StoredResults.AtAsync(roots.Store, CancellationToken.None);
        return await new ItemWork(host.Services, roots, results, programs, terminal).RunAsync(item);
    }

    private static async Task<WorkItem> ReadAsync(Stream input)
    {
        using var line = new MemoryStream();
        var one = new byte[1];
        while (line.Length <= WorkMessage.MostBytes && await input.ReadAsync(one) == 1 && one[0] != '\n')
        {
            line.WriteByte(one[0]);
        }

        return WorkMessage.TryRead(line.ToArray())
            ?? throw new BadInputException("what came on standard input is no item of work: workers give one, on one line");
    }

    private static async Task StopAtTheEndOfAsync(Stream input, IHostApplicationLifetime lifetime)
    {
        var rest = new byte[256];
        while (await input.ReadAsync(rest) > 0)
        {
        }

        lifetime.StopApplication();
    }
}
