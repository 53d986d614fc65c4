using System.Text.RegularExpressions;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Mixtures;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Mixtures;
using Enas.Pipeline.Tests.Search;
using Enas.TestKit;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Strategies.Contract;

/// <summary>What every strategy promises that learns from gradients of mixtures.</summary>
public sealed class MixtureContractTests
{
    private static readonly string[] s_names = [.. ContractCase.All.Where(name =>
        ContractCase.Of(name).Strategy.Needs.HasFlag(StrategyNeeds.Mixtures))];

    public static TheoryData<string> Cases => [.. s_names];

    [Fact]
    public void Every_strategy_with_mixtures_is_among_them() => Assert.Equal(
        ["darts", "fbnet", "gdas"], s_names.Select(name => name.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));

    /// <summary>A gradient that somebody changed where options ran: made again with the data it is another one, and from the log alone the
    /// parameters that follow from it are others, in the same step.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "13")]
    public async Task A_forged_gradient_is_found(string name)
    {
        var given = ContractCase.Of(name);
        foreach (var (sequence, forged) in await ForgedAsync(given, gradient => [.. gradient.Select(slope => slope * 1.5f)]))
        {
            Assert.Equal(sequence, (await DivergenceAsync(given, forged, policyOnly: false)).Sequence);
            Assert.Equal(sequence + 1, (await DivergenceAsync(given, forged, policyOnly: true)).Sequence);
        }
    }

    /// <summary>One that no mixture of the space has, and one with a slope where nothing ran, are found where they stand.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "13")]
    public async Task A_gradient_that_cannot_be_is_found_from_the_log_alone(string name)
    {
        var given = ContractCase.Of(name);
        Func<IReadOnlyList<float>, float[]>[] forgeries =
        [
            gradient => [.. gradient, 0.5f],
            gradient => [.. gradient.SkipLast(1)],
            _ => [],
            .. name.StartsWith("gdas", StringComparison.Ordinal)
                ? new Func<IReadOnlyList<float>, float[]>[] { gradient => [.. gradient.Select(slope => slope == 0 ? 0.25f : slope)] } : [],
        ];
        foreach (var forge in forgeries)
        {
            var (sequence, forged) = (await ForgedAsync(given, forge))[0];
            var found = await DivergenceAsync(given, forged, policyOnly: true);
            Assert.Equal((sequence, "gradient"), (found.Sequence, found.Field));
        }
    }

    /// <summary>Parameters that the recorded gradients do not give.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    [Trait(FaultPlan.Trait, "13")]
    public async Task Forged_parameters_are_found_from_the_log_alone(string name)
    {
        var given = ContractCase.Of(name);
        using var whole = given.Harness();
        await whole.StartAsync();
        foreach (var row in whole.Log.Rows.Where(row => row.Row.EventType == AlphasUpdated.Name))
        {
            var forged = whole.Log.Forged((int)row.Sequence, facts => facts with
            {
                Facts = Regex.Replace(facts.Facts, "\"digest\":\"[0-9a-f]", "\"digest\":\"x"),
            });
            var found = await DivergenceAsync(given, forged, policyOnly: true);
            Assert.Equal((row.Sequence, "digest"), (found.Sequence, found.Field));
        }
    }

    private static async Task<IReadOnlyList<(long Sequence, InMemoryEventLog Log)>> ForgedAsync(
        ContractCase given, Func<IReadOnlyList<float>, float[]> forge)
    {
        using var whole = given.Harness();
        Assert.True((await whole.StartAsync()).IsComplete);
        var measured = whole.Log.Rows.Where(row => row.Row.EventType == MixtureGradientMeasured.Name).ToArray();
        Assert.NotEmpty(measured);
        return [.. measured.Select(row => (row.Sequence, whole.Log.Forged((int)row.Sequence, facts =>
        {
            var was = MixtureGradientMeasured.FromRow(facts);
            return (was with { Gradient = forge(was.Gradient) }).ToRow();
        })))];
    }

    private static async Task<Divergence> DivergenceAsync(ContractCase given, InMemoryEventLog forged, bool policyOnly)
    {
        using var again = policyOnly ? given.PolicyHarness() : given.Harness();
        return (await Assert.ThrowsAsync<ReplayDivergedException>(() => again.ReplayAsync(forged, policyOnly))).Divergence;
    }
}
