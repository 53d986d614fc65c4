using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Jobs;

/// <summary>What <c>enas validate</c> plans aloud is what a search does.</summary>
public sealed class ValidateWordsTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("tiny-finals.json", "finals       the best 6 are trained alone for 8 steps, then the best 3 of them for 24 steps",
        "finals.count=7", "finals.promoted=0")]
    [InlineData("tiny-finals.json", "finals       the best 2 are trained alone for 8 steps, then the best 2 of them for 24 steps",
        "derive.candidates=1")]
    [InlineData("tiny-finals.json", "finals       the best 2 are trained alone for 8 steps, then the best one of them for 24 steps",
        "finals.count=2", "finals.promoted=1", "finals.secondSeed=0")]
    [InlineData("tiny-finals.json", "derive.screenItems = 32 is taken as 7: the validation set has 7 images, fewer than a batch of "
        + "derive.batchSize = 32, so a part of it is all of it", "data.images.validImages=7")]
    [InlineData("tiny-finals.json", "then 20 candidates on 32 images, the best 10 on 64, the best 6 on the whole validation set",
        "derive.screenItems=10")]
    [InlineData("tiny-finals.json", "then 20 candidates on 16 images, the best 10 on 16, the best 6 on the whole validation set",
        "data.images.validImages=16")]
    [InlineData("tiny-finals.json", "warning      derive.screenItems = 32 and derive.refineItems = 64 come to the same 16 images",
        "data.images.validImages=16")]
    [InlineData("tiny-finals.json", "finals       the best one is trained alone for 24 steps\n", "finals.count=1", "finals.rungs=1",
        "finals.promoted=0", "finals.secondSeed=0.01")]
    [InlineData("tiny.json", "warning      derive.screenItems comes to all ", "derive.screenItems=100000")]
    [InlineData("tiny.json", "derive.screenItems = 100000 is clipped to ", "derive.screenItems=100000")]
    [InlineData("tiny-halving.json", "rungs        9 for 4 steps, 3 for 12 steps, 1 for 36 steps")]
    [InlineData("tiny-halving.json", "rungs        9 for 1 step, 3 for 1 step, 1 for 1 step", "strategy.steps=1")]
    [InlineData("tiny-halving.json", "warning      strategy.steps = 1 over strategy.rungs = 3: ", "strategy.steps=1")]
    public async Task What_is_planned_is_said_in_the_numbers_that_are_used(string file, string words, params string[] sets)
    {
        if (file != "tiny.json")
        {
            _work.Job(file);
        }

        var result = await _work.Enas(["validate", file, "--no-time", .. sets.SelectMany(set => (string[])["--set", set])]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(words, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_for_a_folder_takes_overrides_and_a_template_does_not()
    {
        Directory.CreateDirectory(Path.Combine(_work.Root, "data"));
        _work.Write(Path.Combine("data", "input.txt"), string.Concat(Enumerable.Repeat("the cat sat\nthe dog ran\n", 400)));
        var made = await _work.Enas("init", "--data", "data", "--minutes", "0.1", "--out", "own.json",
            "--strategy", "predictor", "--set", "space.nodes=2",
            "--set", "train.network.hidden=8", "--set", "child.hidden=8", "--set", "train.network.batchSize=4", "--set", "seed=77");
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Equal(77, (await _work.Enas("validate", "own.json", "--no-time", "--json")).Json()
            .GetProperty("job").GetProperty("seed").GetInt32());
        var template = await _work.Enas("init", "--out", "other.json", "--set", "seed=77");
        Assert.Equal(64, template.ExitCode);
        Assert.Contains("--set is for a job that --data is made for", template.Error, StringComparison.Ordinal);
    }
}
