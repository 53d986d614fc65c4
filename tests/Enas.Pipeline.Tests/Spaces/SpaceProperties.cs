using CsCheck;
using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Tests.Spaces;

/// <summary>What holds in every space.</summary>
internal static class SpaceProperties
{
    /// <summary>Values, token string and graph are three names of one architecture.</summary>
    public static void Codec<TSpace>(Gen<TSpace> spaces, Func<TSpace, Architecture, Architecture> throughGraph)
        where TSpace : SearchSpace =>
        Samples(spaces).Sample(sample =>
        {
            var (space, architecture) = sample;
            var parsed = space.Parse(architecture.Tokens);
            Assert.Equal(architecture.Values, parsed.Values);
            Assert.Equal(architecture.Tokens, parsed.Tokens);
            Assert.Equal(architecture.Values, throughGraph(space, architecture).Values);
            Assert.Equal(space.TokenCount, architecture.Tokens.Split(' ').Count(token => token != "/"));
        });

    /// <summary>Architectures of such spaces.</summary>
    public static void Architectures<TSpace>(Gen<TSpace> spaces, Action<TSpace, Architecture> holds)
        where TSpace : SearchSpace =>
        Samples(spaces).Sample(sample => holds(sample.Space, sample.Architecture));

    /// <summary>Changing any one decision changes the tokens and the graph.</summary>
    public static void EveryDecisionMatters<TSpace>(Gen<TSpace> spaces, Func<TSpace, Architecture, string> graph)
        where TSpace : SearchSpace =>
        Samples(spaces).Sample(sample =>
        {
            var (space, architecture) = sample;
            for (var i = 0; i < space.Decisions.Count; i++)
            {
                for (var value = 0; value < space.Decisions[i].OptionCount; value++)
                {
                    var values = architecture.Values.ToArray();
                    values[i] = value;
                    var other = space.FromValues(values);
                    Assert.Equal(value == architecture.Values[i], other.Tokens == architecture.Tokens);
                    Assert.Equal(value == architecture.Values[i], graph(space, other) == graph(space, architecture));
                }
            }
        });

    private static Gen<(TSpace Space, Architecture Architecture)> Samples<TSpace>(Gen<TSpace> spaces)
        where TSpace : SearchSpace =>
        Gen.Select(spaces, Gen.Int[0, int.MaxValue - 1].Array[200], (space, numbers) =>
            (space, space.FromValues([.. space.Decisions.Select((decision, i) => numbers[i] % decision.OptionCount)])));
}
