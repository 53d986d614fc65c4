using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Strategies.Mixtures;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.Mixtures;

/// <summary>When a search is stopped for its identities.</summary>
public sealed class UpdateAlphasTests
{
    private static readonly MicroCnnSpace s_space = TestImages.Micro;

    // Rounds of a weight step and a step of the parameters.
    private static readonly MixtureSchedule s_schedule = new(
        new StrategyOptions
        {
            Kind = "darts",
            WarmUpSteps = 0,
            WeightStepsPerRound = 2,
            PolicyStepsPerRound = 2,
            SamplesPerPolicyStep = 1
        },
        rounds: 50, stepsPerEpoch: 2);

    /// <summary>Two identities in each cell are no three in one.</summary>
    [Theory]
    [InlineData(2, 2, 2, true)]
    [InlineData(2, 2, 3, false)]
    [InlineData(1, 3, 3, true)]
    [InlineData(3, 1, 3, true)]
    [InlineData(1, 2, 3, false)]
    public async Task Identities_count_in_each_cell(int normal, int reduction, int stopAt, bool isStop)
    {
        var updated = await UpdateAsync(step: 3, stopAt, new AlphaOptions(1, 0, 0, 0, InitDeviation: 0), normal, reduction);
        Assert.Equal((normal + reduction, isStop), (updated.Skips, updated.IsStop));
    }

    [Theory]
    [InlineData(1, 0.0, false)] // Within a round.
    [InlineData(3, 0.0, true)]
    [InlineData(3, 0.1, true)] // One step of 1 is ten deviations.
    [InlineData(3, 0.11, false)]
    public async Task It_stops_at_the_end_of_a_round_when_the_noise_is_left(long step, double deviation, bool isStop) => Assert.Equal(
        isStop, (await UpdateAsync(step, 4, new AlphaOptions(1, 0, 0, 0, deviation), 4, 4)).IsStop);

    private static Task<AlphasUpdated> UpdateAsync(long step, int stopAt, AlphaOptions options, int normal, int reduction)
    {
        var alphas = new Alphas(s_space.Relaxation, options, 1);
        var left = new SortedDictionary<string, int>(StringComparer.Ordinal) { ["normal"] = normal, ["reduction"] = reduction };
        int[] values = [.. s_space.Decisions.Select((decision, i) => decision.Role == DecisionRole.Input ? i % 2
            : decision.SkipValue is { } skip && left[decision.Cell]-- > 0 ? skip : decision.SkipValue == 0 ? 1 : 0)];
        var wanted = s_space.Relaxation.OptionsOf(s_space.FromValues(values));
        var slopes = new double[s_space.Relaxation.OptionCount];
        foreach (var (choice, option) in s_space.Relaxation.Choices.Zip(wanted))
        {
            slopes[choice.First + option] = -1;
        }

        var rule = new MixtureRule { StopAtSkips = stopAt };
        return new UpdateAlphasHandler(s_space, alphas, options, rule, s_schedule, _ => new RelaxedDraw(alphas, null, 1))
            .Handle(new UpdateAlphas(s_schedule.At(step), slopes), CancellationToken.None);
    }
}
