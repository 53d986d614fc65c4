using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Policies;

/// <summary>Different architectures from one policy.</summary>
internal static class DistinctSamples
{
    /// <summary>Draws per wanted architecture before duplicates are accepted as a sign that there are no more.</summary>
    private const int DrawsPerArchitecture = 20;

    /// <summary>As many different architectures as are asked for, or as there are, in the order of their first draw.</summary>
    /// <param name="policy">Who draws.</param>
    /// <param name="stream">The stream of randomness.</param>
    /// <param name="step">The step that they are drawn at.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<Architecture> Of(IPolicy policy, string stream, long step, int count)
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (var draw = 0; draw < (long)count * DrawsPerArchitecture && seen.Count < count; draw++)
        {
            var architecture = policy.Sample(stream, step, draw).Architecture;
            if (seen.Add(architecture.Tokens))
            {
                yield return architecture;
            }
        }
    }
}
