using Enas.Pipeline.Architectures;

namespace Enas.Host.Display;

/// <summary>The last architectures that were sampled: how many of them differ, and how much they skip.</summary>
/// <param name="space">What they are of; null where nothing is known of their tokens.</param>
internal sealed class RecentSamples(SearchSpace? space)
{
    /// <summary>So many are looked at at most.</summary>
    public const int Kept = 1000;

    // Skip decisions where a space has them, else operations of which one is the identity.
    private readonly DecisionRole _role = space?.Decisions.Any(decision => decision.Role == DecisionRole.Skip) == true
        ? DecisionRole.Skip : DecisionRole.Operation;
    private readonly Queue<(string Tokens, int Skips, int Possible)> _samples = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _skips;
    private int _possible;

    /// <summary>Samples that are looked at, a thousand at most.</summary>
    public int Count => _samples.Count;

    /// <summary>Different architectures among them.</summary>
    public int UniqueCount => _counts.Count;

    /// <summary>Skips that were chosen among those that could be: skip bits of whole networks, identities of cells. Null where
    /// there are none.</summary>
    public double? SkipShare => _possible > 0 ? (double)_skips / _possible : null;

    /// <summary>Those that were sampled before.</summary>
    public static RecentSamples Of(SearchSpace? space, IEnumerable<string> sampled)
    {
        var recent = new RecentSamples(space);
        foreach (var tokens in sampled)
        {
            recent.Add(tokens);
        }

        return recent;
    }

    /// <summary>Takes one more, and forgets the oldest beyond a thousand.</summary>
    public void Add(string tokens)
    {
        var (skips, possible) = SkipsOf(tokens);
        _samples.Enqueue((tokens, skips, possible));
        _counts[tokens] = _counts.GetValueOrDefault(tokens) + 1;
        (_skips, _possible) = (_skips + skips, _possible + possible);
        if (_samples.Count > Kept)
        {
            Forget(_samples.Dequeue());
        }
    }

    private void Forget((string Tokens, int Skips, int Possible) oldest)
    {
        (_skips, _possible) = (_skips - oldest.Skips, _possible - oldest.Possible);
        if (--_counts[oldest.Tokens] == 0)
        {
            _counts.Remove(oldest.Tokens);
        }
    }

    private (int Skips, int Possible) SkipsOf(string tokens)
    {
        if (space is null)
        {
            return default;
        }

        var (skips, possible) = (0, 0);
        var values = space.Parse(tokens).Values;
        for (var i = 0; i < values.Count; i++)
        {
            if (space.Decisions[i] is { SkipValue: { } skip } decision && decision.Role == _role)
            {
                possible++;
                skips += values[i] == skip ? 1 : 0;
            }
        }

        return (skips, possible);
    }
}
