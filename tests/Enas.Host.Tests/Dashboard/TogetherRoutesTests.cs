using System.Net;
using System.Text.Json;
using Enas.Host.Dashboard;

namespace Enas.Host.Tests.Dashboard;

/// <summary>Questions that are asked together get what each of them gets alone.</summary>
public sealed class TogetherRoutesTests(ServedDashboard served) : IClassFixture<ServedDashboard>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_answer_is_the_one_of_its_own_address()
    {
        string[] questions =
            ["", "series/reward?x=samples&points=5", "operations?bins=3", "architectures?limit=2&q=0 1", "audit", "series/nothing"];
        var (status, together) = await AskAsync(questions);
        Assert.Equal(HttpStatusCode.OK, status);
        var answers = together.GetProperty("answers").EnumerateArray().ToArray();
        Assert.Equal(questions.Length, answers.Length);
        foreach (var (question, answer) in questions.Zip(answers))
        {
            var path = question.Length == 0 ? "one" : $"one/{question}";
            using var alone = await served.Http.GetAsync(new Uri($"/api/v1/searches/{path}", UriKind.Relative), Cancelled);
            Assert.Equal((int)alone.StatusCode, answer.GetProperty("status").GetInt32());
            Assert.Equal(await alone.Content.ReadAsStringAsync(Cancelled), answer.GetProperty("body").GetRawText());
        }

        Assert.Equal(404, answers[^1].GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("../../system")]
    [InlineData("/../../../system")]
    [InlineData("%2e%2e/%2e%2e/system")]
    [InlineData("#")]
    public async Task Question_that_leads_elsewhere_has_no_answer(string question)
    {
        var (_, together) = await AskAsync(question);
        Assert.Equal(404, together.GetProperty("answers")[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Questions_that_cannot_be_put_together_are_refused()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync()).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(Numbered(TogetherRoutes.Most + 1))).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Numbered(TogetherRoutes.Most))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync("job")).Status); // It may hold comments, which JSON has not.
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync("series/reward?format=csv")).Status);
        Assert.Equal(400, (await AskAsync("%74ogether?q=audit")).Body.GetProperty("answers")[0].GetProperty("status").GetInt32());
        using var other = await served.Http.GetAsync(new Uri("/api/v1/searches/none/together?q=", UriKind.Relative), Cancelled);
        Assert.Contains("no search", await other.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    private static string[] Numbered(int count) =>
        [.. Enumerable.Range(3, count).Select(points => FormattableString.Invariant($"series/reward?points={points}"))];

    private async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(params string[] questions)
    {
        await served.JsonAsync("searches/one"); // It is read.
        var query = string.Join('&', questions.Select(question => "q=" + Uri.EscapeDataString(question)));
        using var answer = await served.Http.GetAsync(new Uri("/api/v1/searches/one/together?" + query, UriKind.Relative), Cancelled);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancelled)));
    }
}
