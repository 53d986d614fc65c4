using System.Text.Json;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Service;

/// <summary>The fires of a service, from outside.</summary>
internal static class FireHistory
{
    /// <summary>Waits on the history in this process; a command for each look would take the processor from the service.</summary>
    public static async Task UntilAsync(WorkFolder work, Func<IReadOnlyList<Fire>, bool> condition)
    {
        using var limit = new CancellationTokenSource(ServiceProbe.Longest);
        using var ledger = new FireLedger(Path.Combine(work.Root, "runs"));
        while (!condition(ledger.History(null, 1000)))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>All fires, as the program lists them.</summary>
    public static async Task<IReadOnlyList<JsonElement>> HistoryAsync(WorkFolder work) =>
        [.. (await work.Enas("schedule", "history", "--most", "1000", "--json")).Json().GetProperty("fires").EnumerateArray()];

    /// <summary>Whether its search has come to its end.</summary>
    public static bool IsDone(Fire fire) => fire.State == FireState.Done;

    /// <summary>A text of a fire.</summary>
    public static string? Text(JsonElement fire, string name) => fire.GetProperty(name).GetString();
}
