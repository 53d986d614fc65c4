using System.Diagnostics;
using System.Globalization;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Verbs.Sql;

/// <summary>What a query, a look and a report over a long log cost, the process and all verification included: <c>eng/faults
/// figures</c>.</summary>
[Trait(FaultPlan.Trait, "figures")]
public sealed class SqlMeasurement : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact(Explicit = true)]
    public async Task Queries_over_a_hundred_thousand_architectures()
    {
        await LargeLog.CreateAsync(Path.Combine(_work.Root, "large"));
        Assert.Equal("100000", await TimeAsync("sql: count", "SELECT count(*) AS n FROM architectures"));
        Assert.Equal("5000",
            await TimeAsync("sql: group-by", "SELECT epoch, avg(reward) FROM rewards GROUP BY ALL ORDER BY ALL", lines: true));
        Assert.Equal("22", await TimeAsync("sql: operation shares", "SELECT count(DISTINCT decision) - 1 AS n FROM operation_shares"));
    }

    [Fact(Explicit = true)]
    public async Task A_look_and_a_report_of_a_hundred_thousand_architectures()
    {
        await LargeLog.CreateAsync(Path.Combine(_work.Root, "large"));
        await TimeAsync("version", ["--version"]);
        await TimeAsync("show", ["show", "large"]);
        Directory.Delete(Path.Combine(_work.Root, "large", "export"), recursive: true);
        await TimeAsync("show, without its reading cache", ["show", "large"]);
        await TimeAsync("report", ["report", "large", "--out", "report.html"]);
        Assert.InRange(new FileInfo(Path.Combine(_work.Root, "report.html")).Length, 1_000_000, 5_000_000);
    }

    private async Task TimeAsync(string what, string[] arguments)
    {
        var report = new FaultReport(0, what);
        var start = Stopwatch.GetTimestamp();
        var result = await _work.Program(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        report.Passed(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s"));
    }

    private async Task<string> TimeAsync(string what, string query, bool lines = false)
    {
        var report = new FaultReport(0, what);
        var start = Stopwatch.GetTimestamp();
        var result = await _work.Program("sql", "large", query, "--csv");
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Assert.True(result.ExitCode == 0, result.Error);
        report.Passed(string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s"));
        var answer = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines ? (answer.Length - 1).ToString(CultureInfo.InvariantCulture) : answer[1];
    }
}
