using System.Text.Json;
using Enas.Host.Composition;
using Enas.Host.Tests.Cli;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Tests.Verbs.Jobs;

/// <summary>What <c>validate</c> says that a search by a mixture computes, against the costs in the log of that search.</summary>
public sealed class MixtureEstimateTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("tiny-darts.json", "strategy.order=first")]
    [InlineData("tiny-darts.json", "strategy.order=second")]
    [InlineData("tiny-fbnet.json", "seed=3")]
    [InlineData("tiny-gdas.json", "seed=3")]
    public async Task The_arithmetic_is_that_of_the_steps_as_they_are_recorded(string job, string set)
    {
        _work.Job(job);
        var run = await _work.Enas("run", job, "--set", set, "--out", "s", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        var shown = await _work.Enas("show", "s", "--json");
        var recorded = 2 * Steps(shown.Json()) / 1e9;
        // Every path counts as the largest, and the candidates are there too.
        Assert.InRange(Estimated(Path.Combine(_work.Root, job), set), recorded, 4 * recorded);
    }

    // With all its digits, which validate rounds away.
    private static double Estimated(string file, string set)
    {
        var document = JobReader.Read(File.ReadAllBytes(file), file, [set], AppContext.BaseDirectory, _ => null);
        var job = document.Options ?? throw new InvalidOperationException(string.Join('\n', document.Errors));
        return JobEstimate.Of(job, TaskCatalog.Load(job)).GigaFlops;
    }

    private static double Steps(JsonElement shown) => shown.GetProperty("cost").GetProperty("phases").EnumerateObject()
        .Where(stage => stage.Name is "weights" or "policy")
        .Sum(stage => stage.Value.GetDouble());
}
