using System.Text.Json;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Rank;

/// <summary>Candidates and references under the trainings that a search itself held.</summary>
public sealed class AsFinalsTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task The_choice_comes_out_as_it_did_in_its_final_and_references_stand_beside_it()
    {
        var run = (await SharedSearches.CopyAsync(Path.Combine(_work.Root, "s"), "tiny-finals.json", [])).Json();
        var ranked = (await _work.Enas("rank", "s", "--count", "2", "--as-finals", "--references", "--json")).Json();
        var rows = ranked.GetProperty("architectures").EnumerateArray().ToArray();
        Assert.Equal(run.GetProperty("best").GetProperty("score").GetDouble(), Validation(rows[0]));
        Assert.Contains(rows, row => row.GetProperty("source").GetString() == "reference");
        var steps = new HashSet<int>();
        foreach (var row in rows)
        {
            var folder = Path.Combine(_work.Root, row.GetProperty("trainings")[0].GetProperty("folder").GetString()!);
            using var job = JsonDocument.Parse(await File.ReadAllTextAsync(
                Path.Combine(folder, "job.resolved.json"), TestContext.Current.CancellationToken));
            steps.Add(job.RootElement.GetProperty("train").GetProperty("steps").GetInt32());
        }

        Assert.Equal([24], steps);
    }

    [Fact]
    public async Task A_search_that_trained_nothing_alone_has_no_such_trainings()
    {
        await _work.TinySearch("s");
        var refused = await _work.Enas("rank", "s", "--count", "2", "--as-finals");
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains("--as-finals: s trained nothing alone; leave the option out and say how long to train with --set train.steps=N",
            refused.Error, StringComparison.Ordinal);
    }

    private static double Validation(JsonElement row) => row.GetProperty("trainings")[0].GetProperty("validation").GetDouble();
}
