using System.Diagnostics;
using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Settings;

namespace Enas.Host.Verbs.Audit;

/// <summary>Audits a search. Writes nothing.</summary>
internal static class AuditVerb
{
    private const int HeadDigits = 64;

    public static async Task<int> RunAsync(string name, string? expectedHead, Terminal terminal)
    {
        var head = expectedHead?.ToLowerInvariant();
        if (head is not null && (head.Length != HeadDigits || !head.All(char.IsAsciiHexDigitLower)))
        {
            throw new CommandLineException(
                $"--expect-head {expectedHead}: a fingerprint or an event head has {HeadDigits} hexadecimal digits");
        }

        var folder = await SearchFolder.OpenAsync(
            SearchLocator.Find(name), HostSettings.Read().Storage, CancellationToken.None);
        var start = Stopwatch.GetTimestamp();
        var report = await LogAudit.RunAsync(folder, head, CancellationToken.None);
        report = await CacheAudit.AddToAsync(report, folder, Product.Version, new SummaryProjection(), CancellationToken.None);
        var outcome = await (await AuditOutcome.OfAsync(folder, report)).WithChildrenAsync();
        AuditText.Write(outcome, Stopwatch.GetElapsedTime(start), terminal);
        terminal.Result(AuditJson.Of(outcome));
        return outcome.IsClean ? ExitCodes.Done : ExitCodes.Difference;
    }
}
