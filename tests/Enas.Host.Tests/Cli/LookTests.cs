using System.Text.Json;

namespace Enas.Host.Tests.Cli;

/// <summary>Small things that people ask of searches.</summary>
public sealed class LookTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Tags_find_searches()
    {
        await _work.TinySearch("runs/plain");
        Assert.Equal(0, (await _work.Enas("run", "tiny.json", "--out", "runs/tagged", "--set", "tags=[\"night\",\"a b\"]")).ExitCode);
        Assert.Equal(["tagged"], Names(await _work.Enas("ls", "--json", "--tag", "night", "--tag", "a b")));
        Assert.Empty(Names(await _work.Enas("ls", "--json", "--tag", "night", "--tag", "other")));
        Assert.Equal(["plain", "tagged"], Names(await _work.Enas("ls", "--json")));
        Assert.Contains("tags         night, a b\n", (await _work.Enas("show", "tagged")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_lists_as_many_candidates_as_are_asked_for()
    {
        await _work.TinySearch("search");
        var all = (await _work.Enas("derive", "search", "--json"))
            .Json().GetProperty("candidates").EnumerateArray().Select(one => one.GetRawText()).ToArray();
        var two = (await _work.Enas("derive", "search", "--json", "-k", "2"))
            .Json().GetProperty("candidates").EnumerateArray().Select(one => one.GetRawText());
        Assert.Equal(all[..2], two);
        Assert.Equal(64, (await _work.Enas("derive", "search", "-k", "0")).ExitCode);
    }

    [Fact]
    public async Task A_training_is_shown_with_its_parameters_and_its_epochs_from_1()
    {
        await _work.TinySearch("search");
        var trained = (await _work.Enas("train", "search", "--out", "trained", "--json", "--set", "train.epochs=2")).Json();
        var shown = (await _work.Enas("show", "trained", "--json")).Json();
        Assert.Equal(trained.GetProperty("parameters").GetInt64(), shown.GetProperty("parameters").GetInt64());
        Assert.Equal(Compact(trained.GetProperty("validation")), Compact(shown.GetProperty("validation")));
        var words = (await _work.Enas("show", "trained")).Output;
        Assert.Matches("trained      [0-9 ]+, [0-9,]+ parameters, 2 of 2 epochs\nepoch 1      validation perplexity .*\nepoch 2 ", words);
        Assert.DoesNotContain("sampled", words, StringComparison.Ordinal);
        var derived = (await _work.Enas("derive", "trained")).Output;
        Assert.All((string[])["validation +1 ", "validation +2 ", "test +- "], row => Assert.Matches(row, derived));
        Assert.Equal(0, (await _work.Enas("report", "trained", "--out", "trained.html")).ExitCode);
        Assert.Contains("<td>validation</td><td>2</td>",
            await File.ReadAllTextAsync(Path.Combine(_work.Root, "trained.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_runs_is_told_from_one_that_was_killed()
    {
        using (var enas = EnasProcess.Start(
            _work.Root, "run", "quickstart.json", "--out", "runs/one", "--set", "log.groupSeconds=0", "--set", "budget.rounds=500"))
        {
            await _work.HasSegments("runs/one", 3);
            Assert.Equal("running", Status(await _work.Enas("show", "one", "--json")));
            Assert.Equal("running", (await _work.Enas("ls", "--json")).Json().GetProperty("searches")[0].GetProperty("status").GetString());
            Assert.Equal("running", Status(await _work.Enas("report", "one", "--json")));
            enas.Process.Kill();
            await enas.Process.WaitForExitAsync();
        }

        Assert.Equal("interrupted", Status(await _work.Enas("show", "one", "--json")));
        Assert.Equal("interrupted", Status(await _work.Enas("report", "one", "--json")));
        Assert.Contains("no process that can be seen from here writes it",
            (await _work.Enas("show", "one")).Output, StringComparison.Ordinal);
    }

    private static string? Status(EnasResult result) => result.Json().GetProperty("status").GetString();

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private static IEnumerable<string?> Names(EnasResult result) =>
        result.Json().GetProperty("searches").EnumerateArray().Select(search => search.GetProperty("name").GetString());
}
