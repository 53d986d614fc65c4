using System.Collections.Immutable;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>
/// A population under tournament selection (Real et al., Regularized evolution for image classifier architecture search, AAAI 2019).
/// While it is not full, proposals are uniform; then each is a mutant of the best of some members drawn with replacement. Immutable:
/// what enters gives the next one.
/// </summary>
internal sealed class Population
{
    private readonly SearchSpace _space;
    private readonly Mutation _mutation;
    private readonly EvolutionOptions _options;

    /// <summary>A population without members.</summary>
    public Population(SearchSpace space, EvolutionOptions options)
        : this(space, new Mutation(space), options, [])
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Population, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Tournament, 1);
    }

    private Population(SearchSpace space, Mutation mutation, EvolutionOptions options, ImmutableArray<Member> members) =>
        (_space, _mutation, _options, Members) = (space, mutation, options, members);

    /// <summary>The members, oldest first.</summary>
    public ImmutableArray<Member> Members { get; }

    /// <summary>Whether proposals have parents.</summary>
    public bool IsFull => Members.Length >= _options.Population;

    /// <summary>The population with a new member, and who left for it: nobody while it is not full.</summary>
    /// <exception cref="ArgumentException">The reward is not a number.</exception>
    public (Population Next, Member? Left) Enter(Member newcomer)
    {
        if (double.IsNaN(newcomer.Reward))
        {
            throw new ArgumentException(
                $"slot {newcomer.Slot}: the reward is not a number; of a failed evaluation it is -∞", nameof(newcomer));
        }

        var members = Members.Add(newcomer);
        if (members.Length <= _options.Population)
        {
            return (With(members), null);
        }

        var leaving = _options.Elimination == Elimination.Oldest ? 0 : Worst(members);
        return (With(members.RemoveAt(leaving)), members[leaving]);
    }

    /// <summary>What to evaluate next: a pure function of the members and the arguments.</summary>
    /// <param name="seed">The search's seed.</param>
    /// <param name="slot">The number of the proposal.</param>
    /// <param name="attempt">0, or how many proposals of this slot were turned down.</param>
    public EvolutionProposal Propose(ulong seed, long slot, int attempt = 0)
    {
        if (!IsFull || !_mutation.CanMutate)
        {
            var drawn = UniformDraw.Of(_space, new RandomStream(seed, "evolution/initial"), slot, attempt);
            return new EvolutionProposal(drawn, [], null, null);
        }

        var draws = new RandomStream(seed, "evolution/tournament");
        int[] tournament = [.. Enumerable.Range(0, _options.Tournament).Select(i => draws.Below(Members.Length, slot, attempt, i))];
        var isBetter = Order(Members);
        var parent = Members[tournament.Aggregate((best, member) => isBetter(member, best) ? member : best)];
        var child = _mutation.Draw(parent.Architecture, new RandomStream(seed, "evolution/mutation"), slot, ordinal: 0, attempt);
        return new EvolutionProposal(child.Architecture, [.. tournament.Select(member => Members[member].Slot)], parent, child.Change);
    }

    /// <summary>Whether the first of two members is better: by the reward, or by front and crowding. Of equal ones neither is, so the first
    /// drawn is the parent. By fronts, one whose evaluation failed is behind all others, however little it costs.</summary>
    private Func<int, int, bool> Order(ImmutableArray<Member> members) => _options.RanksByFront
        ? FrontRanking.Of([.. members.Select(PointOf)]).IsBetter
        : (one, other) => members[one].Reward > members[other].Reward;

    private static FrontPoint PointOf(Member member) =>
        member.Cost is { } cost ? new FrontPoint(member.Reward, cost) : FrontPoint.None;

    /// <summary>The place of the worst; of equal ones the oldest.</summary>
    private int Worst(ImmutableArray<Member> members)
    {
        var isBetter = Order(members);
        return Enumerable.Range(0, members.Length).Aggregate((worst, i) => isBetter(worst, i) ? i : worst);
    }

    /// <summary>Another population of the same kind.</summary>
    /// <param name="members">Its members, oldest first.</param>
    internal Population With(ImmutableArray<Member> members) => new(_space, _mutation, _options, members);
}
