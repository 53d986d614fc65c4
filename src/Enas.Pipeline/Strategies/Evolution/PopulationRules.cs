using System.Collections.Immutable;
using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>From recorded members to a population that can be asked and changed.</summary>
internal sealed class PopulationRules(SearchSpace space, EvolutionOptions options)
{
    private readonly Population _empty = new(space, options);

    /// <summary>Members of a full population.</summary>
    public int Size => options.Population;

    /// <summary>The population of recorded members.</summary>
    public Population Of(ImmutableArray<RecordedMember> members) => _empty.With([.. members.Select(Member)]);

    /// <summary>A recorded member with its architecture.</summary>
    public Member Member(RecordedMember member) => new(member.Slot, space.Parse(member.Tokens), member.Reward, member.Cost);
}
