using System.Net;
using System.Text.Json;

namespace Enas.Host.Tests.Dashboard;

/// <summary>What is answered of searches over HTTP, beside what the command line says of the same ones.</summary>
public sealed class AnswersOfSearchesTests(ServedDashboard served) : IClassFixture<ServedDashboard>
{
    [Fact]
    public async Task List_says_what_ls_says()
    {
        var row = (await served.JsonAsync("searches")).GetProperty("rows")[0];
        var listed = (await served.VerbAsync("ls", "runs"))["searches"]![0]!;
        Assert.Equal((string?)listed["name"], row.GetProperty("id").GetString());
        Assert.Equal((string?)listed["status"], row.GetProperty("status").GetString());
        Assert.Equal((long)listed["steps"]!, row.GetProperty("steps").GetInt64());
        Assert.Equal((long)listed["steps"]!, row.GetProperty("ofSteps").GetInt64());
        Assert.Equal((string?)listed["fingerprint"], row.GetProperty("fingerprint").GetString());
        Assert.Equal((string?)listed["best"]!["architecture"], row.GetProperty("best").GetProperty("architecture").GetString());
        Assert.Equal((double)listed["best"]!["score"]!, row.GetProperty("best").GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task Overview_says_what_show_says()
    {
        var overview = await served.JsonAsync("searches/one");
        var shown = await served.VerbAsync("show", "runs/one");
        Assert.Equal((string?)shown["best"]!["architecture"], overview.GetProperty("best").GetProperty("architecture").GetString());
        Assert.Equal((double)shown["best"]!["score"]!, overview.GetProperty("best").GetProperty("score").GetDouble());
        Assert.Equal((long)shown["events"]!, overview.GetProperty("events").GetInt64());
        Assert.Equal((long)shown["facts"]!, overview.GetProperty("facts").GetInt64());
        Assert.Equal((long)shown["failedSteps"]!, overview.GetProperty("failedSteps").GetInt64());
        Assert.Equal((string?)shown["fingerprint"], overview.GetProperty("fingerprint").GetString());
        Assert.Equal((int)shown["commits"]!, overview.GetProperty("through").GetProperty("segment").GetInt32());
        Assert.Equal((string?)shown["eventHead"], overview.GetProperty("through").GetProperty("head").GetString());
        Assert.Contains(overview.GetProperty("lines").EnumerateArray(), line => line.GetProperty("label").GetString() == "chosen");
    }

    [Fact]
    public async Task Architectures_are_those_of_top_in_its_order()
    {
        var rows = (await served.JsonAsync("searches/one/architectures?limit=5")).GetProperty("rows").EnumerateArray().ToArray();
        var top = (await served.VerbAsync("top", "runs/one", "-k", "5"))["architectures"]!.AsArray();
        Assert.Equal(top.Count, rows.Length);
        foreach (var (known, row) in top.Zip(rows))
        {
            Assert.Equal((string?)known!["architecture"], row.GetProperty("tokens").GetString());
            Assert.Equal((double)known["reward"]!, row.GetProperty("best").GetDouble());
            Assert.Equal((double)known["meanReward"]!, row.GetProperty("mean").GetDouble());
            Assert.Equal((int)known["times"]!, row.GetProperty("times").GetInt32());
            Assert.Equal((double?)known["perplexity"], row.GetProperty("metric").GetDouble());
        }
    }

    [Fact]
    public async Task Architectures_are_sorted_filtered_and_paged()
    {
        var all = (await served.JsonAsync("searches/one/architectures?sort=firstStep&limit=500")).GetProperty("rows");
        var steps = all.EnumerateArray().Select(row => row.GetProperty("firstStep").GetInt64()).ToArray();
        Assert.Equal(steps.Order(), steps);
        var second = (await served.JsonAsync("searches/one/architectures?sort=firstStep&offset=1&limit=1")).GetProperty("rows");
        Assert.Equal(all[1].GetProperty("tokens").GetString(), Assert.Single(second.EnumerateArray()).GetProperty("tokens").GetString());

        var decision = (await served.JsonAsync("searches/one")).GetProperty("decisions").EnumerateArray()
            .First(one => one.GetProperty("role").GetString() == "operation");
        var (name, counts) = (decision.GetProperty("name").GetString()!, 0);
        foreach (var option in decision.GetProperty("options").EnumerateArray())
        {
            counts += (await served.JsonAsync($"searches/one/architectures?decision={Uri.EscapeDataString(name)}"
                + $"&option={Uri.EscapeDataString(option.GetString()!)}")).GetProperty("total").GetInt32();
        }

        Assert.Equal(all.GetArrayLength(), counts);
    }

    [Fact]
    public async Task Window_of_the_policy_has_every_option_of_every_decision()
    {
        var window = await served.JsonAsync("searches/one/policy?window=5");
        var decisions = (await served.JsonAsync("searches/one")).GetProperty("decisions").EnumerateArray().ToArray();
        var rows = window.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(decisions.SelectMany(one => one.GetProperty("options").EnumerateArray()
                .Select(option => (one.GetProperty("name").GetString(), one.GetProperty("role").GetString(), option.GetString()))),
            rows.Select(row => (row.GetProperty("decision").GetString(), row.GetProperty("role").GetString(),
                row.GetProperty("option").GetString())));
        Assert.Contains(rows, row => row.GetProperty("role").GetString() == "input");
        Assert.All(rows.GroupBy(row => row.GetProperty("decision").GetString()), decision =>
            Assert.Equal(1, decision.Sum(row => row.GetProperty("share").GetDouble()), 1e-9));
    }

    [Fact]
    public async Task Graphs_of_all_architectures_have_the_same_nodes()
    {
        var rows = (await served.JsonAsync("searches/one/architectures?limit=3")).GetProperty("rows").EnumerateArray();
        var names = new List<string>();
        foreach (var row in rows)
        {
            var tokens = Uri.EscapeDataString(row.GetProperty("tokens").GetString()!);
            var graph = (await served.JsonAsync($"searches/one/architectures/{tokens}")).GetProperty("graph");
            names.Add(string.Join(", ", graph.GetProperty("nodes").EnumerateArray().Select(node => node.GetString()!.Split(" = ")[0])));
            Assert.All(graph.GetProperty("edges").EnumerateArray(), edge => Assert.InRange(
                edge.GetProperty("from").GetInt32(), 0, edge.GetProperty("to").GetInt32() - 1));
        }

        Assert.True(names.Count > 1);
        Assert.Single(names.Distinct());
    }

    [Theory]
    [InlineData("svg", "image/svg+xml")]
    [InlineData("dot", "text/vnd.graphviz")]
    [InlineData("mermaid", "text/plain")]
    public async Task Pictures_are_those_of_draw(string format, string type)
    {
        var best = (await served.JsonAsync("searches/one")).GetProperty("best").GetProperty("architecture").GetString()!;
        using var answer = await served.Http.GetAsync(new Uri(
            $"/api/v1/searches/one/architectures/{Uri.EscapeDataString(best)}.{format}", UriKind.Relative), Cancelled);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        var drawn = await served.Work.Enas("draw", "runs/one", "--format", format);
        Assert.Equal(drawn.Output, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Job_is_the_file_itself()
    {
        var bytes = await served.Http.GetByteArrayAsync(new Uri("/api/v1/searches/one/job", UriKind.Relative), Cancelled);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(served.Root, "one", "job.json"), Cancelled), bytes);
    }

    [Fact]
    public async Task What_is_as_it_was_is_not_sent_again()
    {
        await served.JsonAsync("searches/one");
        using var first = await served.Http.GetAsync(new Uri("/api/v1/searches/one/series/reward", UriKind.Relative), Cancelled);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/searches/one/series/reward");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var answer = await served.Http.SendAsync(again, Cancelled);
        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Theory]
    [InlineData("searches/none", HttpStatusCode.NotFound, "NotFound")]
    [InlineData("searches/one/series/none", HttpStatusCode.NotFound, "NotFound")]
    [InlineData("searches/one/architectures/nothing.svg", HttpStatusCode.BadRequest, "BadCommandLine")]
    [InlineData("searches/one/series/reward?points=2001", HttpStatusCode.BadRequest, "BadCommandLine")]
    [InlineData("searches/one/architectures?limit=501", HttpStatusCode.BadRequest, "BadCommandLine")]
    [InlineData("searches?sort=age", HttpStatusCode.BadRequest, "BadCommandLine")]
    [InlineData("searches/one?format=xml", HttpStatusCode.BadRequest, "BadCommandLine")]
    [InlineData("searches/one/policy?step=1.5", HttpStatusCode.BadRequest, "BadCommandLine")]
    [InlineData("nothing", HttpStatusCode.NotFound, "NotFound")]
    public async Task What_cannot_be_answered_is_a_problem_in_words(string path, HttpStatusCode status, string code)
    {
        await served.JsonAsync("searches/one");
        using var answer = await served.Http.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative), Cancelled);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEqual(string.Empty, problem.GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("searches?format=xml", "format=xml: allowed are json, csv")]
    [InlineData("searches/one/architectures?decision=none", "decision=none: allowed are ", "node1/")]
    [InlineData("searches/one/architectures?decision=node1/activation&option=none", "option=none: allowed are ", "tanh")]
    [InlineData("searches/one/architectures?option=tanh", "option=tanh needs decision beside it: allowed are ", "node1/")]
    [InlineData("searches/one/architectures?decision=node1/activation",
        "decision=node1/activation needs option beside it: allowed are ", "tanh")]
    public async Task What_is_allowed_is_named_where_something_else_is_asked_for(string path, params string[] words)
    {
        await served.JsonAsync("searches/one");
        using var answer = await served.Http.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var title = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).GetProperty("title").GetString();
        Assert.All(words, word => Assert.Contains(word, title, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/api/v1/searches")]
    [InlineData("/api/v1/searches/one")]
    [InlineData("/api/v1/searches/one/job")]
    [InlineData("/api/v1/searches/none")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/events")]
    public async Task Question_for_headers_gets_those_of_the_answer_and_no_body(string path)
    {
        await served.JsonAsync("searches/one");
        await served.JsonAsync("searches");
        using var head = await SendAsync(HttpMethod.Head, path);
        using var whole = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(whole.StatusCode, head.StatusCode);
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(whole.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(whole.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/api/v1/searches")]
    public async Task What_an_address_does_not_take_is_said_beside_what_it_takes(string path)
    {
        using var answer = await SendAsync(HttpMethod.Put, path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
        Assert.Contains("allowed are GET, HEAD", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drawing_that_is_not_sent_again_keeps_the_policy_of_drawings()
    {
        var best = (await served.JsonAsync("searches/one")).GetProperty("best").GetProperty("architecture").GetString()!;
        var path = $"/api/v1/searches/one/architectures/{Uri.EscapeDataString(best)}.svg";
        using var first = await SendAsync(HttpMethod.Get, path);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var answer = await served.Http.SendAsync(again, Cancelled);
        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.Equal(first.Headers.GetValues("Content-Security-Policy"), answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("unsafe-inline", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        return await served.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }

    [Fact]
    public async Task News_begin_with_how_a_search_stands()
    {
        await served.JsonAsync("searches/one");
        using var stream = await served.Http.GetStreamAsync(new Uri("/api/v1/events?s=one", UriKind.Relative), Cancelled);
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (!lines.Exists(line => line.StartsWith("data: ", StringComparison.Ordinal)))
        {
            lines.Add((await reader.ReadLineAsync(Cancelled))!);
        }

        Assert.Contains("event: ended", lines);
        var data = JsonElement.Parse(lines[^1]["data: ".Length..]);
        Assert.Equal("one", data.GetProperty("id").GetString());
        Assert.Equal("complete", data.GetProperty("status").GetString());
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
