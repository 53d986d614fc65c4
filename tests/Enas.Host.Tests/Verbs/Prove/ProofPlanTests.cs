using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Prove;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Host.Tests.Verbs.Prove;

/// <summary>What a proof was to be stands in its folder before the first pair does.</summary>
public sealed class ProofPlanTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    private static string? NoData(JobOptions job) => null;

    [Theory]
    [InlineData(3, 3, 0, null)]
    [InlineData(3, 1, 0, "1 pair is counted, and 3 were planned when the proof began. Intervals")]
    [InlineData(3, 2, 1, "2 pairs are counted, and 3 were planned when the proof began; 1 more lies in the folder and is not counted. ")]
    [InlineData(1, 5, 0, "5 pairs are counted, and 1 was planned when the proof began. ")]
    [InlineData(3, 3, 2, "3 pairs are counted, and 3 were planned when the proof began; 2 more lie in the folder and are not counted. ")]
    [InlineData(null, 2, 0, "the folder was begun before the number of pairs was recorded")]
    public void Another_number_of_pairs_than_planned_is_said(int? planned, int counted, int others, string? words)
    {
        var said = new ProofPlan(planned, 1).Words(counted, others);
        Assert.Equal(words is null, said is null);
        Assert.StartsWith(words ?? string.Empty, said ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_number_of_pairs_stays()
    {
        var job = JobLoading.Read(_work.Tiny, []).Options!;
        var root = Path.Combine(_work.Root, "p");
        Assert.Equal(new ProofPlan(3, 1), await ProofPlan.OfAsync(root, job, 3, NoData));
        Directory.CreateDirectory(ProofPlan.FolderOf(root, 1));
        Assert.Equal(new ProofPlan(3, 1), await ProofPlan.OfAsync(root, job with { Name = "renamed" }, 7, NoData));
        await Assert.ThrowsAsync<BadInputException>(() => ProofPlan.OfAsync(root, job with { Seed = 2 }, 3, NoData));
        _work.Write("p/proof.json", "{}");
        var broken = await Assert.ThrowsAsync<BadInputException>(() => ProofPlan.OfAsync(root, job, 3, NoData));
        Assert.Contains("is no plan of a proof", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_of_the_beginning_stay()
    {
        var job = JobLoading.Read(_work.Tiny, []).Options!;
        var root = Path.Combine(_work.Root, "p");
        Directory.CreateDirectory(ProofPlan.FolderOf(root, 1));
        Assert.Null((await ProofPlan.OfAsync(root, job, 3, NoData)).Data);
        Assert.Equal((1UL, "first"), (await ProofPlan.OfAsync(root, job, 3, _ => "first")).Data!.Value);
        Assert.Equal((1UL, "first"), (await ProofPlan.OfAsync(root, job, 3, _ => "second")).Data!.Value);
    }

    /// <summary>A command that found no data, for example.</summary>
    [Fact]
    public async Task A_plan_of_which_no_pair_was_begun_gives_way_to_the_next()
    {
        var job = JobLoading.Read(_work.Tiny, []).Options!;
        var root = Path.Combine(_work.Root, "p");
        Assert.Equal(new ProofPlan(1, 1), await ProofPlan.OfAsync(root, job, 1, NoData));
        Assert.Equal(new ProofPlan(2, 5), await ProofPlan.OfAsync(root, job with { Seed = 5 }, 2, NoData));
        Directory.CreateDirectory(ProofPlan.FolderOf(root, 5));
        Assert.Equal(new ProofPlan(2, 5), await ProofPlan.OfAsync(root, job with { Seed = 5 }, 3, NoData));
    }

    /// <summary>Folders that were begun before plans were recorded hold a search a pair.</summary>
    [Fact]
    public async Task A_folder_without_a_plan_is_told_by_its_searches()
    {
        await _work.TinySearch("p/seed-5/search");
        await _work.TinySearch("p/seed-6/search");
        Directory.CreateDirectory(Path.Combine(_work.Root, "p", "seed-7"));
        var (root, job) = (Path.Combine(_work.Root, "p"), JobLoading.Read(_work.Tiny, []).Options! with { Seed = 5 });
        var other = job with { Space = job.Space with { Nodes = 4 } };
        await Assert.ThrowsAsync<BadInputException>(() => ProofPlan.OfAsync(root, other, 3, NoData));
        var plan = await ProofPlan.OfAsync(root, job, 3, NoData);
        var recorded = (await RecordedSearch.OpenAsync(Path.Combine(root, "seed-5", "search"))).State.Started!.DataDigest;
        Assert.Equal(new ProofPlan(null, 5) { Data = (5, recorded) }, plan);
        Assert.Equal((2, 1, 0), (plan.Others(root, 0), plan.Others(root, 1), plan.Others(root, 2)));
    }
}
