using System.Collections.Immutable;
using System.Numerics;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>
/// Local search: from a uniform architecture to better neighbours until there is none, then from another one. What has been evaluated is
/// remembered and never proposed again. Immutable: an evaluation gives the next one, and evaluations alone lead to it.
/// </summary>
internal sealed class Climb
{
    private const int MostStartDraws = 32;
    private static readonly ImmutableSortedDictionary<string, double> s_nothing =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    private readonly Rules _rules;
    private readonly ImmutableSortedDictionary<string, double> _evaluated;
    private readonly Hill? _hill;

    /// <summary>A climb of which nothing has been evaluated.</summary>
    public Climb(SearchSpace space, ClimbRule rule, ulong seed)
        : this(new Rules(space, rule, seed, space.Size), s_nothing, null, 0, 0)
    {
    }

    /// <summary>Goes on from a place, through what is known, to the next architecture whose reward is needed.</summary>
    private Climb(Rules rules, ImmutableSortedDictionary<string, double> evaluated, Hill? hill, int restarts, long moves)
    {
        (_rules, _evaluated) = (rules, evaluated);
        while (hill is not null)
        {
            (hill, Proposal) = LookAround(hill);
            if (Proposal is not null)
            {
                break;
            }

            if (hill.Better is not { } better)
            {
                (hill, restarts) = (null, restarts + 1);
                break;
            }

            hill = rules.HillAt(better, hill.BetterReward, restarts + ++moves);
        }

        (_hill, Restarts, Moves) = (hill, restarts, moves);
        Proposal ??= Start();
    }

    /// <summary>What to evaluate next, or null where every architecture of the space has been.</summary>
    public Architecture? Proposal { get; }

    /// <summary>Whether every architecture of the space has been evaluated.</summary>
    public bool IsExhausted => Proposal is null;

    /// <summary>What is evaluated next whatever the ones before it come to: the neighbours of where it stands, where all of them are looked
    /// at before it moves.</summary>
    public IEnumerable<Architecture> Certain => _hill is not { } hill || _rules.Rule != ClimbRule.Steepest ? []
        : hill.Order.Skip(hill.Looked).Select(change => change.ApplyTo(_rules.Space, hill.At))
            .Where(neighbour => !_evaluated.ContainsKey(neighbour.Tokens));

    /// <summary>How many local optima were left for another start.</summary>
    public int Restarts { get; }

    /// <summary>How many times it went to a better neighbour.</summary>
    public long Moves { get; }

    /// <summary>Where it stands; null at a start that is not yet evaluated.</summary>
    public Architecture? At => _hill?.At;

    /// <summary>Number of architectures evaluated.</summary>
    public int EvaluatedCount => _evaluated.Count;

    /// <summary>The reward of an architecture, or null where it has not been evaluated.</summary>
    public double? RewardOf(Architecture architecture) => _evaluated.TryGetValue(architecture.Tokens, out var reward) ? reward : null;

    /// <summary>The climb after an evaluation; a second one of the same architecture changes nothing.</summary>
    /// <param name="architecture">The proposal, or another architecture whose reward happens to be known.</param>
    /// <param name="reward">Its reward; negative infinity where the evaluation failed.</param>
    /// <exception cref="ArgumentException">The reward is not a number.</exception>
    public Climb Enter(Architecture architecture, double reward)
    {
        if (double.IsNaN(reward))
        {
            throw new ArgumentException($"{architecture}: the reward is not a number; of a failed evaluation it is -∞", nameof(reward));
        }

        if (_evaluated.ContainsKey(architecture.Tokens))
        {
            return this;
        }

        var hill = _hill is null && architecture.Equals(Proposal) ? _rules.HillAt(architecture, reward, Restarts + Moves) : _hill;
        return new Climb(_rules, _evaluated.Add(architecture.Tokens, reward), hill, Restarts, Moves);
    }

    /// <summary>Looks at neighbours until one is to be evaluated, a move is found, or there are no more.</summary>
    private (Hill Hill, Architecture? Unknown) LookAround(Hill hill)
    {
        while (hill.Looked < hill.Order.Length && (hill.Better is null || _rules.Rule == ClimbRule.Steepest))
        {
            var neighbour = hill.Order[hill.Looked].ApplyTo(_rules.Space, hill.At);
            if (!_evaluated.TryGetValue(neighbour.Tokens, out var reward))
            {
                return (hill, neighbour);
            }

            hill = hill.Look(neighbour, reward);
        }

        return (hill, null);
    }

    /// <summary>
    /// A uniform architecture that has not been evaluated. Where nearly all have been, the first after the last one drawn, in the order
    /// in which a counter goes through the values.
    /// </summary>
    private Architecture? Start()
    {
        if (_evaluated.Count == _rules.Size)
        {
            return null;
        }

        var stream = new RandomStream(_rules.Seed, "local-search/start");
        var drawn = UniformDraw.Of(_rules.Space, stream, Restarts, 0);
        for (var draw = 1; draw < MostStartDraws && _evaluated.ContainsKey(drawn.Tokens); draw++)
        {
            drawn = UniformDraw.Of(_rules.Space, stream, Restarts, draw);
        }

        while (_evaluated.ContainsKey(drawn.Tokens))
        {
            drawn = _rules.After(drawn);
        }

        return drawn;
    }

    private sealed record Rules(SearchSpace Space, ClimbRule Rule, ulong Seed, BigInteger Size)
    {
        public Hill HillAt(Architecture at, double reward, long number) =>
            Hill.Of(Space, at, reward, new RandomStream(Seed, "local-search/order"), number);

        public Architecture After(Architecture architecture)
        {
            var values = architecture.Values.ToArray();
            for (var i = values.Length - 1; i >= 0; i--)
            {
                if (!Space.IsOpen(i, values))
                {
                    continue;
                }

                values[i] = (values[i] + 1) % Space.Decisions[i].OptionCount;
                if (values[i] != 0)
                {
                    break;
                }
            }

            return Space.FromValues(values);
        }
    }
}
