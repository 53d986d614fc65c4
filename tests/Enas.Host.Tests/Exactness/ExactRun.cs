using System.Globalization;
using System.Text.Json;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Exactness;

/// <summary>One run of a job under a setting, with a number of threads, and what it left.</summary>
internal static class ExactRun
{
    /// <summary>The option that stops a run.</summary>
    public const string StopAfterSteps = "--stop-after-steps";

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    /// <summary>Runs a job to its end, or to the step at which <paramref name="arguments"/> ask for a stop, and checks that the log names
    /// the path and the threads that ran.</summary>
    /// <returns>The fingerprint.</returns>
    public static async Task<string> FingerprintAsync(
        WorkFolder work, string job, InstructionSetting setting, int threads, params string[] arguments)
    {
        var count = threads.ToString(CultureInfo.InvariantCulture);
        var result = await RunAsync(work.Root, setting, ["run", job, "--json", "--threads", count, .. arguments]);

        // Only a stop that was asked for is one: a search that its time limit ended early has another fingerprint on a slower machine.
        Assert.True(result.ExitCode == (arguments.Contains(StopAfterSteps) ? 75 : 0), result.Error);
        var opened = await FirstObservationsAsync(result.Json().GetProperty("search").GetString()!);
        Assert.Contains(opened.GetProperty("instructions").GetString(), setting.Paths);
        Assert.Equal(count, opened.GetProperty("threads").GetString());
        return result.Json().GetProperty("fingerprint").GetString()!;
    }

    // Only what a process is told when it starts needs one of its own.
    private static async Task<EnasResult> RunAsync(string folder, InstructionSetting setting, string[] arguments)
    {
        if (setting.Variable is null)
        {
            return await EnasVerb.RunAsync(folder, s_longest, arguments);
        }

        using var enas = EnasProcess.Start(folder, setting.Environment, arguments);
        return await enas.EndAsync(s_longest);
    }

    /// <summary>What the log's writer said about its backend when it opened the log.</summary>
    private static async Task<JsonElement> FirstObservationsAsync(string search)
    {
        await using var log = await ParquetEventLog.OpenReadAsync(SearchFolder.Open(search), CancellationToken.None);
        await foreach (var row in log.ReadAsync(0, CancellationToken.None))
        {
            Assert.Equal("writer-opened", row.Row.EventType);
            using var observations = JsonDocument.Parse(row.Row.Observations);
            return observations.RootElement.GetProperty("backend").Clone();
        }

        throw new InvalidOperationException("the log is empty");
    }
}
