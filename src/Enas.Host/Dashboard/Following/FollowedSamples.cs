using Enas.Host.Display;
using Enas.Host.Readings;
using Enas.Pipeline.Architectures;

namespace Enas.Host.Dashboard.Following;

/// <summary>The last architectures that a search sampled, while it is followed: what was counted once is not parsed again for each
/// commit.</summary>
internal sealed class FollowedSamples
{
    private RecentSamples? _recent;
    private int _taken;

    /// <summary>The last samples of all that there are now, which begin with those of the call before.</summary>
    public RecentSamples Of(SearchSpace space, IReadOnlyList<SampledTokens> samples)
    {
        _recent ??= new RecentSamples(space);
        for (var i = Math.Max(_taken, samples.Count - RecentSamples.Kept); i < samples.Count; i++)
        {
            _recent.Add(samples[i].Tokens);
        }

        _taken = samples.Count;
        return _recent;
    }
}
