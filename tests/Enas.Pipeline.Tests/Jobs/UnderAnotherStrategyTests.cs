using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Tests.Jobs;

/// <summary>A job read under another strategy than its own is that strategy's job in all that both have.</summary>
public sealed class UnderAnotherStrategyTests
{
    [Fact]
    public void Every_job_file_with_shared_weights_is_a_job_of_random_search_that_trains_them_as_long()
    {
        const int epoch = 7;
        var checkedFiles = new List<string>();
        foreach (var file in JobFilesTests.Files.Select(row => JobText.PathOf("jobs", row.Data)))
        {
            var job = JobReader.Read(file, [], "/here").Options!;
            var kind = StrategyCatalog.Of(job);
            if (!SpaceCatalog.SharesWeights(job))
            {
                continue;
            }

            var read = JobReader.ReadUnder(file, [], StrategyCatalog.NullModel.Name, kind.SharedWeightsAtRandom(job), "/here");
            Assert.Equal([], read.Errors.Select(error => error.ToString()));
            var random = read.Options!;
            Assert.Equal((StrategyCatalog.NullModel.Name, job.Space.Kind), (random.Strategy.Kind, random.Space.Kind));
            Assert.Equal(kind.TotalsOf(job, epoch).TotalWeightSteps, StrategyCatalog.Of(random).TotalsOf(random, epoch).TotalWeightSteps);
            Assert.Equal(job.Train, random.Train);
            checkedFiles.Add(kind.Name);
        }

        Assert.All(
            StrategyCatalog.All.Where(kind => (kind.Needs & (StrategyNeeds.SharedWeights | StrategyNeeds.Mixtures)) != 0),
            kind => Assert.Contains(kind.Name, checkedFiles));
    }

    [Fact]
    public void What_is_unknown_to_both_or_set_to_what_neither_allows_stays_an_error()
    {
        var file = JobText.PathOf("jobs", "tiny-darts.json");
        string[] Errors(params string[] sets) =>
            [.. JobReader.ReadUnder(file, sets, "random", [], "/here").Errors.Select(error => error.Key)];
        Assert.Equal([], Errors("strategy.order=first"));
        Assert.Equal(["strategy.ordr", "space.nodes"], Errors("strategy.ordr=first", "space.nodes=0"));
        Assert.NotEmpty(JobReader.Read(file, ["strategy.kind=random"], "/here").Errors);
    }
}
