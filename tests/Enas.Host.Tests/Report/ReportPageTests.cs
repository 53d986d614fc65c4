using Enas.Host.Tests.Cli;
using Enas.TestKit.Browser;

namespace Enas.Host.Tests.Report;

/// <summary>
/// The report of a real search as a browser shows it. With ENAS_SCREENSHOTS=FOLDER the pictures are kept there, to be looked at.
/// </summary>
public sealed class ReportPageTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Every_chart_is_drawn_without_a_complaint_or_a_request_in_light_dark_wide_narrow_and_print()
    {
        Assert.Equal(0, (await _work.Enas("run", "quickstart.json", "--out", "search")).ExitCode);
        var report = await _work.Enas("report", "search", "--out", "report.html", "--json");
        Assert.Equal((0, "complete"), (report.ExitCode, report.Json().GetProperty("status").GetString()));
        await using var chromium = await HeadlessChromium.StartAsync();
        await chromium.SetViewAsync(1280, 1800, isDark: false, isPhone: false);
        await chromium.OpenAsync(Path.Combine(_work.Root, "report.html"));
        foreach (var (name, width, isDark) in new[] {
            ("light", 1280, false), ("dark", 1280, true), ("phone-light", 400, false), ("phone-dark", 400, true) })
        {
            await chromium.SetViewAsync(width, 1800, isDark, isPhone: width < 600);
            await chromium.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            await AssertDrawnAsync(chromium, width);
            Assert.Equal(isDark ? "rgb(13, 17, 23)"
                : "rgb(255, 255, 255)", (string?)await chromium.EvaluateAsync("getComputedStyle(document.body).backgroundColor"));
            await KeepAsync($"report-{name}.png", await chromium.ScreenshotAsync());
        }

        var pdf = await chromium.PrintAsync();
        Assert.True(pdf.AsSpan().StartsWith("%PDF"u8));
        await KeepAsync("report.pdf", pdf);
        await AssertWholeOnPaperAsync(chromium);
        Assert.True(chromium.Complaints.Count == 0, string.Join('\n', chromium.Complaints));
        Assert.All(chromium.Requests, request => Assert.True(
            request.StartsWith("file:", StringComparison.Ordinal) || request.StartsWith("data:", StringComparison.Ordinal), request));
        Assert.Single(chromium.Requests, request => request.StartsWith("file:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_sorts_its_candidates_draws_each_of_them_and_goes_over_samples_and_time()
    {
        Assert.Equal(0, (await _work.Enas("run", "tiny-macro.json", "--out", "search")).ExitCode);
        Assert.Equal(0, (await _work.Enas("report", "search", "--out", "report.html")).ExitCode);
        await using var chromium = await HeadlessChromium.StartAsync();
        await chromium.SetViewAsync(1280, 1800, isDark: false, isPhone: false);
        await chromium.OpenAsync(Path.Combine(_work.Root, "report.html"));
        Assert.Equal(0, (int)(await chromium.EvaluateAsync("document.querySelectorAll('.charts figure .empty').length"))!);
        Assert.True((int)(await chromium.EvaluateAsync("document.querySelectorAll('.sorted [data-tokens]').length"))! > 2);
        Assert.True((bool)(await chromium.EvaluateAsync("""
            [...document.querySelectorAll('.sorted [data-tokens]')].every(named => named.closest('details')?.querySelector('svg')
              || document.querySelector(named.closest('a')?.getAttribute('href') ?? 'none')?.querySelector('svg'))
            """))!);

        const string Column =
            "[...document.querySelector('.sorted').tBodies[0].rows].map(row => Number(row.cells[0].textContent)).join(' ')";
        await chromium.ClickAsync(".sorted th button");
        var up = Values((string)(await chromium.EvaluateAsync(Column))!);
        await chromium.ClickAsync(".sorted th button");
        var down = Values((string)(await chromium.EvaluateAsync(Column))!);
        Assert.True(up.Length > 2);
        Assert.Equal(up.Order(), up);
        Assert.Equal(up.OrderDescending(), down);

        foreach (var (button, title) in new[] { (2, "samples"), (3, "seconds of writing"), (1, "step") })
        {
            await chromium.ClickAsync($"#axes-choice button:nth-child({button})");
            await chromium.WaitForAsync(
                $"[...document.querySelectorAll('#chart-reward text')].some(text => text.textContent === '{title}')");
        }

        Assert.True(chromium.Complaints.Count == 0, string.Join('\n', chromium.Complaints));
    }

    private static double[] Values(string text) =>
        [.. text.Split(' ').Select(word => double.Parse(word, System.Globalization.CultureInfo.InvariantCulture))];

    // A4 between its margins: every chart was drawn for a wider column, and must be there as a whole all the same.
    private static async Task AssertWholeOnPaperAsync(HeadlessChromium chromium)
    {
        await chromium.ShowPaperAsync(width: 718);
        var charts = (await chromium.EvaluateAsync("""
            [...document.querySelectorAll('.chart')].map(chart => {
              const svg = chart.querySelector('svg'), figure = chart.closest('figure').getBoundingClientRect(), box = svg.getBoundingClientRect();
              const [, , width, height] = svg.getAttribute('viewBox').split(' ').map(Number);
              return { id: chart.id, inside: box.width > 200 && box.right <= figure.right && box.bottom <= figure.bottom, isWhole: Math.abs(box.width / box.height - width / height) < 0.02 };
            })
            """))!.AsArray();
        Assert.All(charts, chart => Assert.True((bool)chart!["inside"]! && (bool)chart["isWhole"]!, chart.ToJsonString()));

        // Paper is white for a reader in the dark too.
        Assert.Equal("light", (string?)await chromium.EvaluateAsync("getComputedStyle(document.documentElement).colorScheme"));
        Assert.Equal("rgb(255, 255, 255)",
            (string?)await chromium.EvaluateAsync("getComputedStyle(document.querySelector('.cell .page')).fill"));
    }

    /// <summary>Each chart holds marks inside its own frame, and nothing makes the page wider than the window.</summary>
    internal static async Task AssertDrawnAsync(HeadlessChromium chromium, int width)
    {
        var charts = (await chromium.EvaluateAsync("""
            [...document.querySelectorAll('.chart')].map(chart => {
              const marks = chart.querySelectorAll('svg path');
              const box = chart.getBoundingClientRect(), svg = chart.querySelector('svg')?.getBoundingClientRect();
              return { id: chart.id, marks: marks.length, fits: !!svg && svg.width > 0 && svg.width <= box.width + 1 };
            })
            """))!.AsArray();
        Assert.True(charts.Count >= 6, charts.ToJsonString());
        Assert.All(charts, chart => Assert.True((int)chart!["marks"]! > 5 && (bool)chart["fits"]!, chart.ToJsonString()));
        Assert.Equal(charts.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            (string?)await chromium.EvaluateAsync("document.documentElement.dataset.drawn"));
        Assert.True((int)(await chromium.EvaluateAsync("document.documentElement.scrollWidth"))! <= width);
        Assert.True((int)(await chromium.EvaluateAsync("document.querySelectorAll('.cell svg').length"))! > 0);
    }

    private static async Task KeepAsync(string name, byte[] bytes)
    {
        if (Environment.GetEnvironmentVariable("ENAS_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
        }
    }
}
