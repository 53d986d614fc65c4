using System.Collections.Immutable;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Strategies;

/// <summary>An architecture and what makes it differ from its parent.</summary>
public sealed record Mutant(Architecture Architecture, Change Change);

/// <summary>
/// Changes one decision of an architecture. Drawn uniformly, one after the other: a part (<see cref="Decision.Part"/>), a role
/// (<see cref="Decision.Role"/>) among those that the part has, a decision of that role in that part, a value other than the present
/// one. So a role with many decisions, such as the skips of a deep network, is not changed more often than one with few. Decisions with
/// one option are never drawn, nor are those that are not open in the parent.
/// </summary>
public sealed class Mutation
{
    private const int DrawsPerAttempt = 4;

    private readonly SearchSpace _space;

    // The numbers of the decisions that can change: by part, then by role, both in the order in which the space first has them.
    private readonly ImmutableArray<ImmutableArray<ImmutableArray<int>>> _parts;

    /// <summary>Mutation in a space.</summary>
    public Mutation(SearchSpace space)
    {
        _space = space;
        _parts = PartsOf(_ => true);
    }

    private ImmutableArray<ImmutableArray<ImmutableArray<int>>> PartsOf(Func<int, bool> isOpen) =>
        [
            .. _space.Decisions.Index().Where(decision => decision.Item.OptionCount > 1 && isOpen(decision.Index))
                .GroupBy(decision => decision.Item.Part, StringComparer.Ordinal)
                .Select(part => part.GroupBy(decision => decision.Item.Role)
                    .Select(role => role.Select(decision => decision.Index).ToImmutableArray())
                    .ToImmutableArray()),
        ];

    /// <summary>
    /// Whether the space has a decision with more than one option; without one there is a single architecture and nothing to change.
    /// </summary>
    public bool CanMutate => _parts.Length > 0;

    /// <summary>A mutant of an architecture: a pure function of the arguments.</summary>
    /// <param name="parent">The architecture, of this space.</param>
    /// <param name="stream">The stream to draw from.</param>
    /// <param name="step">The step of the draw.</param>
    /// <param name="ordinal">Its number within the step.</param>
    /// <param name="attempt">0 for the first mutant, 1 for the next one of the same step and number, and so on.</param>
    public Mutant Draw(Architecture parent, RandomStream stream, long step, int ordinal, int attempt = 0)
    {
        if (!CanMutate)
        {
            throw new InvalidOperationException($"the space {_space.Kind} has a single architecture: there is nothing to change");
        }

        var index = (long)attempt * DrawsPerAttempt;
        var parts = _space.HasConditions ? PartsOf(decision => _space.IsOpen(decision, parent.Values)) : _parts;
        if (parts.Length == 0)
        {
            throw new InvalidOperationException($"no decision of {parent} can be made otherwise: there is nothing to change");
        }

        var roles = parts[stream.Below(parts.Length, step, ordinal, index)];
        var decisions = roles[stream.Below(roles.Length, step, ordinal, index + 1)];
        var decision = decisions[stream.Below(decisions.Length, step, ordinal, index + 2)];
        var from = parent.Values[decision];
        var other = stream.Below(_space.Decisions[decision].OptionCount - 1, step, ordinal, index + 3);
        var change = new Change(decision, from, other < from ? other : other + 1);
        return new Mutant(change.ApplyTo(_space, parent), change);
    }
}
