using System.Net;
using System.Text.Json.Nodes;
using Enas.TestKit.Browser;

namespace Enas.Host.Tests.Dashboard.Browser;

/// <summary>The dashboard as people meet it: a real server, real searches, a real browser.</summary>
public sealed class DashboardPageTests(BrowsedSearches browsed) : IClassFixture<BrowsedSearches>
{
    private static readonly (string Name, string Page, string Shown)[] s_pages =
    [
        ("searches", "/?filter=quickstart", "quickstart-train"),
        ("overview", "/s/{quickstart}", "Verdict"),
        ("architectures", "/s/{quickstart}/architectures", "Best reward"),
        ("architecture", "/s/{quickstart}/a/{best}", "Decisions"),
        ("policy", "/s/{quickstart}/policy", "What each decision samples"),
        ("fidelity", "/s/{quickstart}/rank", "Score in the search"),
        ("cost", "/s/{quickstart}/pareto", "Reward beside cost"),
        ("audit", "/s/{quickstart}/audit", "head of the chain"),
        ("training", "/s/{quickstart-train}/training", "test perplexity"),
        ("compare", "/compare?s={quickstart}&s={quickstart-seed-2}", "Where the jobs differ"),
        ("macro", "/s/{macro}", "steps"),
        ("system", "/system", "memory"),
    ];

    private HeadlessChromium Chromium => browsed.Chromium;

    [Fact]
    public async Task Pages_light_and_dark_wide_and_narrow_have_no_complaint_no_foreign_request_and_no_serious_fault_for_axe()
    {
        var axe = await BrowsedSearches.AxeAsync();
        foreach (var (look, width, isDark) in new[] { ("light", 1280, false), ("dark", 360, true) })
        {
            await Chromium.SetViewAsync(width, 900, isDark, isPhone: width < 600);
            foreach (var (name, page, shown) in s_pages)
            {
                Chromium.Forget();
                await browsed.OpenAsync(await AddressAsync(page), shown);
                await browsed.KeepAsync($"{name}-{look}-{width}");
                await AssertEveryChartIsDrawnAsync(name);
                await AssertReachableAsync(name, axe);
                Assert.True((bool)(await Chromium.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth"))!,
                    $"{name} is wider than {width} pixels");
                Assert.True(Chromium.Complaints.Count == 0, string.Join('\n', Chromium.Complaints));
                Assert.All(Chromium.Requests, request => Assert.True(
                    request.StartsWith(browsed.Root + "/", StringComparison.Ordinal) || request == "data:,", request));
            }
        }
    }

    [Fact]
    public async Task An_address_is_the_whole_view_and_back_returns()
    {
        await Chromium.SetViewAsync(1280, 900, isDark: false, isPhone: false);
        await browsed.OpenAsync(await AddressAsync("/s/{quickstart}/architectures"), "Best reward");
        await Chromium.ClickAsync("th:nth-child(5) .sort");
        await Chromium.WaitForAsync("document.querySelector('th:nth-child(5)').ariaSort === 'descending'");
        await Chromium.ClickAsync("[data-next]");
        await Chromium.WaitForTextAsync("51 to 100 of");
        await Chromium.PressAsync("/");
        await Chromium.TypeAsync("0 1");
        await Chromium.WaitForAsync("location.search.includes('q=0+1') "
            + "&& [...document.querySelectorAll('[data-row]')].every(row => row.textContent.includes('0 1'))");
        await SettledAsync();
        var (address, seen) = await ViewAsync();
        await Chromium.OpenAsync(new Uri("about:blank"));
        await Chromium.OpenAsync(new Uri(address));
        await Chromium.WaitForTextAsync("Best reward");
        await SettledAsync();
        await AssertViewAsync(address, seen);

        await Chromium.ClickAsync("[data-row]");
        await Chromium.WaitForTextAsync("All architectures");
        await Chromium.EvaluateAsync("history.back()");
        await Chromium.WaitForAsync($"location.href === '{address}' && document.querySelector('[data-row]')");
        await SettledAsync();
        await AssertViewAsync(address, seen);
    }

    [Fact]
    public async Task Keyboard_alone_goes_from_the_list_to_a_drawing_and_the_focus_is_always_seen()
    {
        await Chromium.SetViewAsync(1280, 900, isDark: false, isPhone: false);
        await browsed.OpenAsync("/", "quickstart-train");
        await Chromium.PressAsync("/");
        await AssertFocusIsSeenAsync();
        await Chromium.TypeAsync("quickstart");
        await Chromium.WaitForAsync("document.querySelectorAll('[data-row]').length === 3");
        await Chromium.PressAsync("Escape");
        await Chromium.PressAsync("j");
        await AssertFocusIsSeenAsync();
        await Chromium.PressAsync("c");
        await Chromium.WaitForTextAsync("tick another one");
        while ((string?)await Chromium.EvaluateAsync("document.activeElement.textContent") != "quickstart")
        {
            await Chromium.PressAsync("j");
        }

        await Chromium.PressAsync("Enter");
        await Chromium.WaitForTextAsync("Verdict");
        await TabToAsync("Architectures");
        await Chromium.PressAsync("Enter");
        await Chromium.WaitForAsync("document.querySelectorAll('[data-row]').length > 5");
        await Chromium.PressAsync("j");
        await Chromium.PressAsync("j");
        await Chromium.PressAsync("k");
        await AssertFocusIsSeenAsync();
        await Chromium.PressAsync("Enter");
        await Chromium.WaitForTextAsync("All architectures");
        await Chromium.EvaluateAsync("history.back()");
        await Chromium.WaitForAsync("[...document.images].some(image => image.complete && image.naturalWidth > 100)");
        await Chromium.PressAsync("?");
        await Chromium.WaitForAsync("document.querySelector('dialog').open");
        await Chromium.PressAsync("?");
        await Chromium.WaitForAsync("!document.querySelector('dialog').open");
    }

    [Fact]
    public async Task A_point_of_a_chart_shows_its_drawing_and_leads_to_its_architecture()
    {
        await Chromium.SetViewAsync(1280, 1000, isDark: false, isPhone: false);
        await browsed.OpenAsync(await AddressAsync("/s/{quickstart}"), "Verdict");
        await Chromium.WaitForAsync("document.querySelector('.u-over')?.clientWidth > 100");
        await Chromium.PointAsync(".u-over", 0.97, 0.3);
        await Chromium.WaitForAsync("document.querySelector('.tip .drawing')?.naturalWidth > 100");
        var tokens = (string?)await Chromium.EvaluateAsync("[...document.querySelectorAll('.tip dd')].at(-1).textContent");
        await Chromium.ClickAsync(".u-over", 0.97, 0.3);
        await Chromium.WaitForTextAsync("All architectures");
        await Chromium.WaitForTextAsync("Decisions");
        Assert.Equal(tokens, (string?)await Chromium.EvaluateAsync("document.querySelector('.title-tokens code').textContent"));
    }

    [Fact]
    public async Task Names_and_tags_with_markup_are_text()
    {
        await browsed.OpenAsync("/", BrowsedSearches.Hostile);
        await Chromium.WaitForTextAsync("<b>bold</b>");
        await browsed.OpenAsync(await AddressAsync("/s/{hostile}"), BrowsedSearches.Hostile);
        await browsed.OpenAsync(await AddressAsync("/s/{hostile}/audit"), BrowsedSearches.Hostile);
        await browsed.OpenAsync(await AddressAsync("/compare?s={hostile}&s={macro}"), BrowsedSearches.Hostile);
        Assert.True((bool)(await Chromium.EvaluateAsync(
            "typeof hit === 'undefined' && ![...document.images].some(image => image.getAttribute('src') === 'x') "
            + "&& ![...document.querySelectorAll('b')].some(b => b.textContent === 'bold')"))!);
    }

    [Fact]
    public async Task News_come_without_a_reload_and_a_server_that_comes_back_is_met_again()
    {
        Assert.Equal(75, (await browsed.Enas("run", "tiny.json", "--out", "runs/live", "--stop-after-steps", "3")).ExitCode);
        await browsed.OpenAsync(await AddressAsync("/s/{live}"), "steps");
        await Chromium.EvaluateAsync("same = true");
        const string Steps = "[...document.querySelectorAll('.tiles dt')].find(dt => dt.textContent === 'steps').nextSibling.textContent";
        var before = (string?)await Chromium.EvaluateAsync(Steps);
        Assert.Equal(0, (await browsed.Enas("resume", "runs/live")).ExitCode);
        await Chromium.WaitForAsync($"{Steps} !== '{before}' && document.querySelector('.badge').textContent.includes('complete')");

        browsed.StopServer();
        await Chromium.WaitForTextAsync("not live since");
        await browsed.StartServerAsync();
        await Chromium.WaitForAsync("document.querySelector('.live').textContent === 'live'");
        Assert.True((bool)(await Chromium.EvaluateAsync("same"))!);
    }

    [Fact]
    public async Task List_on_a_phone_has_the_figures_of_each_search_within_its_width()
    {
        await Chromium.SetViewAsync(360, 900, isDark: false, isPhone: true);
        await browsed.OpenAsync("/?filter=quickstart", "quickstart-train");
        await Chromium.WaitForAsync("document.querySelectorAll('.list .spark').length > 0");
        foreach (var name in (string[])["Status", "Best", "Steps", "Samples", "Average reward", "Last event"])
        {
            Assert.True((bool)(await Chromium.EvaluateAsync($$"""
                [...document.querySelectorAll('.list tbody tr')].every(row => {
                  const place = row.querySelector('[data-name="{{name}}"]').getBoundingClientRect();
                  return place.width > 40 && place.height > 10 && place.left >= 0 && place.right <= innerWidth;
                })
                """))!, $"{name} is not seen on a phone");
        }
    }

    [Fact]
    public async Task Best_over_time_moves_through_its_moments_and_its_nodes_stay_where_they_are()
    {
        await Chromium.SetViewAsync(1280, 1000, isDark: false, isPhone: false);
        await browsed.OpenAsync(await AddressAsync("/s/{quickstart}") + "?moment=1", "The best over time");
        await Chromium.WaitForAsync("document.querySelector('.graph .node')");
        await SettledAsync();
        const string Nodes = "[...document.querySelectorAll('.graph .node rect')].map(node => node.getAttribute('y')).join()";
        const string Edges = "[...document.querySelectorAll('.graph .edge path')].map(edge => edge.getAttribute('d')).join()";
        var (nodes, edges) = ((string?)await Chromium.EvaluateAsync(Nodes), (string?)await Chromium.EvaluateAsync(Edges));
        await Chromium.ClickAsync("figure[aria-labelledby=course-title] .tools button");
        await Chromium.WaitForAsync("location.search.includes('moment=2')");
        await Chromium.WaitForAsync($"{Edges} !== '{edges}'");
        Assert.Equal(nodes, (string?)await Chromium.EvaluateAsync(Nodes));
    }

    // Ids are the server's: a page names them by the names of the searches.
    private async Task<string> AddressAsync(string page)
    {
        using var http = new HttpClient();
        foreach (var name in (string[])["quickstart-train", "quickstart-seed-2", "quickstart", "macro", "hostile", "live"])
        {
            if (page.Contains($"{{{name}}}", StringComparison.Ordinal))
            {
                var id = await IdAsync(http, name == "hostile" ? BrowsedSearches.Hostile : name);
                page = page.Replace($"{{{name}}}", Uri.EscapeDataString(id), StringComparison.Ordinal);
            }
        }

        return page.Contains("{best}", StringComparison.Ordinal)
            ? page.Replace("{best}", Uri.EscapeDataString(await BestAsync(http, page.Split('/')[2])), StringComparison.Ordinal) : page;
    }

    // The architecture with the highest reward, once the search is read.
    private async Task<string> BestAsync(HttpClient http, string id)
    {
        while (true)
        {
            using var answer = await http.GetAsync(new Uri($"{browsed.Root}/api/v1/searches/{id}/architectures?sort=best&limit=1"));
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["rows"]![0]!["tokens"]!;
            }

            await Task.Delay(20);
        }
    }

    // A search that is new is found a moment later.
    private async Task<string> IdAsync(HttpClient http, string name)
    {
        while (true)
        {
            var list = JsonNode.Parse(await http.GetStringAsync(new Uri($"{browsed.Root}/api/v1/searches?limit=500")))!;
            if (list["rows"]!.AsArray().FirstOrDefault(row => (string?)row!["name"] == name) is { } found)
            {
                return (string)found["id"]!;
            }

            await Task.Delay(20);
        }
    }

    private Task SettledAsync() => Chromium.WaitForAsync("!document.querySelector('[aria-busy=true]')");

    // The address, and the table with its place among all.
    private async Task<(string Address, string Seen)> ViewAsync() => (
        (string)(await Chromium.EvaluateAsync("location.href"))!,
        (string)(await Chromium.EvaluateAsync("document.querySelector('.list').innerText + document.querySelector('.pager').innerText"))!);

    // Charts below the view are drawn when they come into it. A canvas has something on it, and not its ground alone.
    private async Task AssertEveryChartIsDrawnAsync(string name)
    {
        var charts = (int)(await Chromium.EvaluateAsync("document.querySelectorAll('figure.chart').length"))!;
        for (var chart = 0; chart < charts; chart++)
        {
            await Chromium.EvaluateAsync($"document.querySelectorAll('figure.chart')[{chart}].scrollIntoView()");
            await browsed.DrawnAsync();
        }

        await Chromium.WaitForAsync("""
            ![...document.querySelectorAll('figure.chart')].some(chart => {
              const canvas = chart.querySelector('canvas');
              if (!canvas) return !chart.querySelector('svg, table, .empty');
              const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
              const read = copy.getContext('2d', { willReadFrequently: true });
              read.drawImage(canvas, 0, 0);
              return !read.getImageData(0, 0, copy.width, copy.height).data.some(value => value > 0);
            })
            """);
        Assert.True(name != "overview" || charts >= 4, $"the overview has {charts} charts");
        await Chromium.EvaluateAsync("scrollTo(0, 0)");
    }

    private async Task AssertViewAsync(string address, string seen)
    {
        var now = await ViewAsync();
        Assert.Equal(address, now.Address);
        Assert.Equal(seen, now.Seen);
    }

    private async Task AssertFocusIsSeenAsync() => Assert.True((bool)(await Chromium.EvaluateAsync(
        "document.activeElement !== document.body && getComputedStyle(document.activeElement).outlineStyle !== 'none'"))!,
        (string?)await Chromium.EvaluateAsync("document.activeElement.outerHTML"));

    private async Task TabToAsync(string words)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            await Chromium.PressAsync("Tab");
            await AssertFocusIsSeenAsync();
            if ((string?)await Chromium.EvaluateAsync("document.activeElement.textContent") == words)
            {
                return;
            }
        }

        Assert.Fail($"the Tab key does not come to {words}");
    }

    // What axe-core calls serious or critical: https://github.com/dequelabs/axe-core/blob/develop/doc/API.md.
    private async Task AssertReachableAsync(string name, string axe)
    {
        await Chromium.EvaluateAsync($"{axe}\n0");
        var faults = await Chromium.EvaluateAsync("""
            axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations
              .filter(one => one.impact === 'serious' || one.impact === 'critical')
              .map(one => one.id + ': ' + one.nodes.map(node => node.html + ' ' + node.failureSummary).join('; ')).join('\n'))
            """);
        Assert.True((string?)faults == string.Empty, $"{name}: {faults}");
    }
}
