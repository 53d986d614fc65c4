using Enas.Pipeline.Composition;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Composition;

/// <summary>A stage is counted in what it scores, not in what was asked for.</summary>
public sealed class WorkSizesTests
{
    // Whole batches of images, and no more than the set has; windows of tokens as many as were asked for.
    [Theory]
    [InlineData("micro-cnn", 300, 1, 1000, 256)]
    [InlineData("micro-cnn", 300, 1, 200, 128)]
    [InlineData("micro-cnn", 300, 1, 100, 100)]
    [InlineData("micro-cnn", 0, 1, 1000, 1000)]
    [InlineData("rnn-cell", 3, 70, 1000, 210)]
    [InlineData("rnn-cell", 300, 70, 1000, 1000)]
    public void A_stage_has_the_items_that_it_uses(string space, int asked, int ofItem, int ofScore, double used)
    {
        var job = JobText.Options(
            $$"""{ "name": "a", "preset": "small", "data": { "kind": "generated" }, "space": { "kind": "{{space}}" } }""",
            "derive.batchSize=128");
        var sizes = new WorkSizes(0, 0, ofScore, 0, 0) { OfStageItem = ofItem };
        Assert.Equal(used, sizes.OfStage(job, new ScoringStage(asked == 0 ? ScoreStages.Whole : ScoreStages.Screen, 10, asked)));
    }
}
