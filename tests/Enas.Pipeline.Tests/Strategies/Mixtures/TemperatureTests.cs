using Enas.Pipeline.Strategies.Fbnet;
using Enas.Pipeline.Strategies.Gdas;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Strategies.Mixtures;

public sealed class TemperatureTests
{
    [Fact]
    public void It_falls_by_the_published_factor_and_never_to_nothing()
    {
        Assert.Equal(5 * 0.956 * 0.956, FbnetKind.TemperatureIn(2, 5, 0.956), 1e-12);
        Assert.Equal(1e-3, FbnetKind.TemperatureIn(100_000, 5, 0.1));
    }

    // GDAS (Dong and Yang 2019, the authors' programs): tau = tau_max - (tau_max - tau_min) * epoch / (epochs - 1), from 10 to 0.1.
    [Theory]
    [InlineData(0, 250, 10), InlineData(249, 250, 0.1), InlineData(1000, 250, 0.1)]
    [InlineData(1, 12, 9.1), InlineData(5, 12, 5.5), InlineData(10, 12, 1), InlineData(0, 1, 0.1)]
    public void Of_gdas_it_falls_by_the_same_amount_each_round(int round, int rounds, double temperature) =>
        Assert.Equal(temperature, GdasKind.TemperatureIn(round, 10, 0.1, rounds), 1e-12);

    /// <summary>In every preset it falls over the rounds of the preset.</summary>
    [Theory]
    [InlineData("rnn-cell"), InlineData("macro-cnn"), InlineData("micro-cnn")]
    public void Presets_anneal_over_their_rounds(string space)
    {
        foreach (var preset in (string[])["small", "small-2"])
        {
            var job = JobText.Options($$"""
                { "name": "a", "preset": "{{preset}}", "data": { "kind": "generated" }, "space": { "kind": "{{space}}" },
                  "strategy": { "kind": "gdas" } }
                """);
            Assert.Equal(job.Budget.Rounds, job.Own.Integer("policy.annealRounds"));
        }
    }

    [Theory]
    [InlineData("policy.firstTemperature=0.0001")]
    [InlineData("policy.lastTemperature=0")]
    public void One_that_leaves_no_softmax_is_refused(string set) => Assert.Contains(
        JobText.Errors(JobText.Minimal, "strategy.kind=gdas", set), error => error.Contains(set.Split('=')[0], StringComparison.Ordinal));
}
