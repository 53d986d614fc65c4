using System.Text.Json;
using Enas.Host.Tests.Report;

namespace Enas.Host.Tests.Dashboard;

/// <summary>Searches of several kinds: shared weights, random search, image networks, one that was stopped, a final training.</summary>
public sealed class ManyDashboard : ServedDashboard
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Work.TinySearch("runs/stopped", "--stop-after-steps", "4");
        await Work.TinySearch("runs/random", "--set", "strategy.kind=random");
        await Work.Enas("run", Path.Combine(Work.Root, "tiny-micro.json"), "--out", "runs/micro");
        await Work.Enas("train", "runs/one", "--out", "runs/training");
        Work.Write("table.csv", SeedSearches.Table());
        Work.Job("nas-bench-201-random.json");
        await Work.Enas("run", "nas-bench-201-random.json", "--out", "runs/table", "--set", "budget.evaluations=20",
            "--set", $"data.path={Path.Combine(Work.Root, "table.csv")}");
    }
}

/// <summary>The pages cannot say another thing than the terminal: best, counts, fingerprints and rankings are equal.</summary>
public sealed class AgreementTests(ManyDashboard served) : IClassFixture<ManyDashboard>
{
    [Theory]
    [InlineData("one")]
    [InlineData("stopped")]
    [InlineData("random")]
    [InlineData("micro")]
    [InlineData("training")]
    [InlineData("table")]
    public async Task Pages_say_what_the_terminal_says(string id)
    {
        var shown = await served.VerbAsync("show", $"runs/{id}");
        var overview = await served.JsonAsync($"searches/{id}");
        foreach (var name in (string[])["status", "kind", "seed", "strategy", "fingerprint", "steps", "failedSteps", "events", "facts"])
        {
            Assert.Equal(shown[name]?.ToJsonString(), overview.GetProperty(name).GetRawText());
        }

        Assert.Equal((string?)shown["best"]?["architecture"], Text(overview.GetProperty("best"), "architecture"));
        Assert.Equal(shown["best"]?["score"]?.ToJsonString(), Raw(overview.GetProperty("best"), "score"));
        Assert.Equal((string?)shown["chosen"]?["architecture"], Text(overview.GetProperty("chosen"), "architecture"));
        Assert.Equal((string?)shown["verdict"]?["words"], overview.GetProperty("verdict").GetString());

        var report = await served.VerbAsync("report", $"runs/{id}", "--out", $"{id}.html");
        Assert.Equal((string?)report["fingerprint"], overview.GetProperty("fingerprint").GetString());
        await ArchitecturesAgreeAsync(id);
    }

    [Fact]
    public async Task Rank_correlation_of_the_page_is_that_of_the_report()
    {
        var report = await served.VerbAsync("report", "runs/one", "--out", "again.html");
        var fidelity = await served.JsonAsync("searches/one/fidelity");
        Assert.Equal((int?)report["standAlone"]?["count"] ?? 0, fidelity.GetProperty("count").GetInt32());
        Assert.Equal(report["standAlone"]?["kendall"]?["value"]?.ToJsonString(), Raw(fidelity.GetProperty("kendall"), "value"));
    }

    [Fact]
    public async Task No_ranking_is_offered_where_nothing_can_be_trained_alone()
    {
        var fidelity = await served.JsonAsync("searches/table/fidelity");
        Assert.Empty(fidelity.GetProperty("commands").EnumerateArray());
        Assert.Contains("none is trained", fidelity.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty((await served.JsonAsync("searches/one/fidelity")).GetProperty("commands").EnumerateArray());
        Assert.DoesNotContain("scratch", Raw(await served.JsonAsync("searches/table"), "commands"), StringComparison.Ordinal);
        Assert.Contains("scratch", Raw(await served.JsonAsync("searches/one"), "commands"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_leads_to_its_search_and_back()
    {
        var training = await served.JsonAsync("searches/training/training");
        Assert.Equal("one", training.GetProperty("parent").GetString());
        var validation = (await served.VerbAsync("show", "runs/training"))["validation"]!.AsArray();
        Assert.Equal(validation.Count, training.GetProperty("validation").GetArrayLength());
        Assert.Equal((double)validation[^1]!, training.GetProperty("validation")[validation.Count - 1].GetDouble());
        var children = (await served.JsonAsync("searches/one/audit")).GetProperty("children").EnumerateArray();
        Assert.Contains(children, child => child.GetProperty("id").GetString() == "training");
        var chosen = (await served.JsonAsync("searches/one")).GetProperty("chosen").GetProperty("architecture").GetString()!;
        var detail = await served.JsonAsync($"searches/one/architectures/{Uri.EscapeDataString(chosen)}");
        Assert.Contains(detail.GetProperty("trainings").EnumerateArray(), one => one.GetProperty("id").GetString() == "training");
    }

    [Fact]
    public async Task Graphs_name_operations_as_drawings_do()
    {
        var best = (await served.JsonAsync("searches/micro")).GetProperty("best").GetProperty("architecture").GetString()!;
        var edges = (await served.JsonAsync($"searches/micro/architectures/{Uri.EscapeDataString(best)}"))
            .GetProperty("graph").GetProperty("edges").EnumerateArray();
        string[] labels = [.. edges.SelectMany(edge => edge.GetProperty("label").GetString()!.Split(" + ")).Where(label => label.Length > 0)
            .Distinct(StringComparer.Ordinal)];
        var drawn = (await served.Work.Enas("draw", "runs/micro", "--format", "svg")).Output;
        Assert.Contains(labels, label => label.Contains('×', StringComparison.Ordinal));
        Assert.All(labels.Where(label => label != "identity"), label => Assert.Contains(label, drawn, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Comparison_is_that_of_compare()
    {
        var compared = await served.VerbAsync("compare", "runs/one", "runs/random");
        var page = await served.JsonAsync("compare?s=one&s=random");
        Assert.Equal(compared["differences"]!.AsArray().Select(row => (string?)row!["option"]),
            page.GetProperty("differences").GetProperty("rows").EnumerateArray().Select(row => row[0].GetString()));
        Assert.Equal(2, page.GetProperty("groups").GetArrayLength());
        var curve = page.GetProperty("charts").EnumerateArray().First(chart => chart.GetProperty("id").GetString() == "average-0")
            .GetProperty("curves")[0];
        var average = (double)compared["searches"]!.AsArray().First(one => (string?)one!["name"] == curve.GetProperty("name").GetString())!
            ["rewardAverage"]!;
        Assert.Equal(average, curve.GetProperty("mean").EnumerateArray().Last().GetDouble());
    }

    [Fact]
    public async Task Shares_of_operations_add_up()
    {
        foreach (var bin in (await served.JsonAsync("searches/one/operations?bins=4")).GetProperty("bins").EnumerateArray())
        {
            Assert.Equal(1, bin.GetProperty("shares").EnumerateArray().Sum(share => share.GetDouble()), 1e-9);
        }

        var policy = await served.JsonAsync("searches/micro/policy?window=10");
        Assert.NotEqual(0, policy.GetProperty("count").GetInt32());
        Assert.All(policy.GetProperty("rows").EnumerateArray().GroupBy(row => row.GetProperty("decision").GetString()),
            decision => Assert.Equal(1, decision.Sum(row => row.GetProperty("share").GetDouble()), 1e-9));
    }

    private async Task ArchitecturesAgreeAsync(string id)
    {
        var top = (await served.VerbAsync("top", $"runs/{id}", "-k", "20"))["architectures"]!.AsArray();
        var rows = (await served.JsonAsync($"searches/{id}/architectures?limit=20")).GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(top.Select(one => (string?)one!["architecture"]), rows.Select(row => row.GetProperty("tokens").GetString()));
        Assert.Equal(top.Select(one => one!["reward"]!.ToJsonString()), rows.Select(row => row.GetProperty("best").GetRawText()));
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Null ? null : json.GetProperty(name).GetString();

    private static string? Raw(JsonElement json, string name) => json.ValueKind == JsonValueKind.Null
        || json.GetProperty(name).ValueKind == JsonValueKind.Null ? null : json.GetProperty(name).GetRawText();
}
