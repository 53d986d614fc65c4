using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>An architecture that evolution proposes, and where it comes from.</summary>
/// <param name="Tournament">Slots of the members drawn, in the order of the draws; empty where it was drawn uniformly.</param>
/// <param name="Parent">The winner of the tournament, or null.</param>
/// <param name="Change">What differs from the parent, or null.</param>
internal sealed record EvolutionProposal(Architecture Architecture, IReadOnlyList<long> Tournament, Member? Parent, Change? Change);
