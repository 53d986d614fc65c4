using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Browser;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Dashboard.Browser;

/// <summary>
/// What the page costs in a real browser: figures, which a machine with other work on it makes worse. <c>eng/dashboard-speed</c> starts the
/// server, runs these and prints the table; no suite does. ENAS_DASHBOARD is the address of the server, ENAS_DASHBOARD_PROCESS its
/// process, ENAS_DASHBOARD_FOLDER the folder of searches that it serves.
/// </summary>
public sealed class BrowserMeasures : IAsyncLifetime
{
    private const int Openings = 5;
    private const int Turns = 6;

    private readonly string _root = Variable("ENAS_DASHBOARD");
    private readonly string _folder = Variable("ENAS_DASHBOARD_FOLDER");
    private readonly List<(double Server, double Browser)> _spent = [];
    private HeadlessChromium _chromium = null!;

    public async ValueTask InitializeAsync()
    {
        _chromium = await HeadlessChromium.StartAsync(TimeSpan.FromMinutes(30));
        await _chromium.SetViewAsync(1280, 900, isDark: false, isPhone: false);
    }

    public ValueTask DisposeAsync() => _chromium.DisposeAsync();

    [Theory(Explicit = true)]
    [InlineData(1, "", "one")]
    [InlineData(2, "/s/{id}", "Verdict")]
    [InlineData(3, "/s/{id}/architectures", "Best reward")]
    [InlineData(4, "/s/{id}/policy", "What each decision samples")]
    public async Task A_page_of_100_000_samples_on_a_warm_server(int number, string page, string shown)
    {
        var report = new FaultReport(number, "first paint and all that is in view, page " + (page.Length == 0 ? "/" : page));
        var address = new Uri(_root + "/" + page.TrimStart('/').Replace("{id}", await IdAsync("one"), StringComparison.Ordinal));
        var (paints, whole) = (new List<double>(), new List<double>());
        for (var turn = 0; turn <= Openings; turn++)
        {
            await _chromium.OpenAsync(new Uri("about:blank"));
            await _chromium.OpenAsync(address);
            await _chromium.WaitForTextAsync(shown);
            await _chromium.WaitForAsync(BrowsedSearches.IsDrawn);
            if (turn > 0)
            {
                // The time is that of the last thing that was laid out or fetched, not of this test's own looking.
                whole.Add((double)(await _chromium.EvaluateAsync("Math.max(performance.getEntriesByType('paint').at(-1).startTime, "
                    + "...performance.getEntriesByType('resource').map(one => one.responseEnd))"))!);
                paints.Add((double)(await _chromium.EvaluateAsync(
                    "performance.getEntriesByName('first-contentful-paint')[0].startTime"))!);
            }
        }

        report.Passed(string.Create(CultureInfo.InvariantCulture,
            $"first contentful paint {Median(paints):0} ms, last answer {Median(whole):0} ms (medians of {Openings})"));
    }

    /// <summary>One search, with its page open and closed by turns: what it commits in a second. The opening is not counted.</summary>
    [Theory(Explicit = true)]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    public async Task A_search_while_its_page_is_open(int number, int threads)
    {
        var report = new FaultReport(number, $"commits in a second of a search of {threads} thread(s), its page open and closed by turns");
        var folder = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"turns-{threads}"));
        using var search = Start(folder, threads, rounds: 5000);
        _ = search.Process.StandardOutput.ReadToEndAsync();
        _ = search.Process.StandardError.ReadToEndAsync();
        var page = new Uri($"{_root}/s/{await IdAsync(Path.GetFileName(folder))}");
        await RateAsync(folder, page); // What is compiled at first.
        var (open, closed) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < 2 * Turns; turn++)
        {
            foreach (var isOpen in turn % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                (isOpen ? open : closed).Add(await RateAsync(folder, isOpen ? page : new Uri("about:blank")));
            }
        }

        search.Process.Kill();
        await search.Process.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
        var lost = open.Zip(closed, (with, without) => 1 - (with / without)).ToList();
        report.Passed(string.Create(CultureInfo.InvariantCulture,
            $"open {Median(open):0.00}, closed {Median(closed):0.00}; {100 * Median(lost):0.0} % lost in the median of {2 * Turns} pairs "
            + $"({100 * lost.Min():0.0} to {100 * lost.Max():0.0} %)"));
    }

    // From the file of one commit to that of another, so that no part of one counts.
    private async Task<double> RateAsync(string folder, Uri address)
    {
        await _chromium.OpenAsync(address);
        await Task.Delay(TimeSpan.FromSeconds(4));
        var first = Commits(folder);
        await Task.Delay(TimeSpan.FromSeconds(12));
        var last = Commits(folder);
        return (last.Length - first.Length) / (File.GetLastWriteTimeUtc(last[^1]) - File.GetLastWriteTimeUtc(first[^1])).TotalSeconds;
    }

    private static string[] Commits(string folder) =>
        [.. Directory.GetFiles(Path.Combine(folder, "segments")).Order(StringComparer.Ordinal)];

    private EnasProcess Start(string folder, int threads, int rounds) =>
        EnasProcess.Start(_folder, "run", Path.Combine(AppContext.BaseDirectory, "jobs", "quickstart.json"),
            "--set", string.Create(CultureInfo.InvariantCulture, $"budget.rounds={rounds}"),
            "--threads", threads.ToString(CultureInfo.InvariantCulture), "--out", folder, "--json");

    /// <summary>A search by turns with its page open and closed, the opening counted; the server looks at it both times.</summary>
    [Theory(Explicit = true)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    public async Task A_search_with_its_page_open(int number, int threads)
    {
        var report = new FaultReport(number, $"a search of {threads} thread(s), its page open and closed by turns");
        var (open, closed) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            // Open first in every second pair, so that a machine that slows down favours neither.
            foreach (var isOpen in turn % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"live-{threads}-{turn}-{(isOpen ? "open" : "closed")}");
                (isOpen ? open : closed).Add(await SecondsAsync(name, threads, isOpen));
            }
        }

        var ratios = open.Zip(closed, (with, without) => with / without).ToList();
        report.Passed(string.Create(CultureInfo.InvariantCulture,
            $"open {Median(open):0.00} s, closed {Median(closed):0.00} s; {100 * (Median(ratios) - 1):0.0} % more in the median of {Turns} "
            + $"pairs ({100 * (ratios.Min() - 1):0.0} to {100 * (ratios.Max() - 1):0.0} %); the open page took "
            + $"{1000 * Median([.. _spent.Select(one => one.Server)]):0} ms of processor time in each second in the server and "
            + $"{1000 * Median([.. _spent.Select(one => one.Browser)]):0} ms in the browser"));
    }

    private async Task<double> SecondsAsync(string name, int threads, bool isOpen)
    {
        await _chromium.OpenAsync(new Uri("about:blank"));
        var folder = Path.Combine(_folder, name);
        using var search = Start(folder, threads, rounds: 60);
        var start = Stopwatch.GetTimestamp();
        var before = Spent();
        var (output, _) = (search.Process.StandardOutput.ReadToEndAsync(), search.Process.StandardError.ReadToEndAsync());
        var id = await IdAsync(name); // Both times: the server looks at the search, and whoever measures does not count.
        if (isOpen)
        {
            await _chromium.OpenAsync(new Uri($"{_root}/s/{id}"));
        }

        await search.Process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (isOpen)
        {
            var after = Spent();
            _spent.Add(((after.Server - before.Server) / seconds, (after.Browser - before.Browser) / seconds));
        }

        Assert.Equal(0, search.Process.ExitCode);
        Assert.Contains("fingerprint", await output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
        return seconds;
    }

    /// <summary>Seconds of processor time of the server, and of the browser with all its processes.</summary>
    private (double Server, double Browser) Spent() =>
        (ProcessorTimes.Of(int.Parse(Variable("ENAS_DASHBOARD_PROCESS"), CultureInfo.InvariantCulture)),
            ProcessorTimes.OfTree(_chromium.ProcessId));

    // A search is listed when the server has looked at its folder.
    private async Task<string> IdAsync(string name)
    {
        using var http = new HttpClient();
        while (true)
        {
            var list = JsonNode.Parse(await http.GetStringAsync(new Uri(_root + "/api/v1/searches?limit=500")))!["rows"]!.AsArray();
            if (list.FirstOrDefault(one => (string?)one!["name"] == name) is { } search)
            {
                return Uri.EscapeDataString((string)search["id"]!);
            }

            await Task.Delay(20);
        }
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name)
        ?? "http://unset.invalid"; // Discovery makes no use of it; eng/dashboard-speed sets it.
}
