using System.Globalization;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Tensors;

namespace Enas.Storage;

/// <summary>What one token at one place of a token string stands for.</summary>
/// <param name="Place">Number of the token in the string, from 1.</param>
/// <param name="Token">The token.</param>
/// <param name="Decision">The decision that it answers, as the space names it.</param>
/// <param name="Option">The option in words.</param>
internal sealed record DecisionToken(int Place, string Token, string Decision, string Option);

/// <summary>
/// The tokens of a space in words. A space that is not known here has none; its tokens then stand for themselves.
/// </summary>
internal static class DecisionTokens
{
    /// <summary>The tokens of the space that a job describes.</summary>
    public static IReadOnlyList<DecisionToken> Of(SpaceOptions options) => options.Kind switch
    {
        SpaceKinds.RnnCell => [.. OfRecurrentCell(new RnnCellSpace(options))],
        SpaceKinds.MacroCnn => [.. OfMacroNetwork((MacroCnnSpace)SearchSpace.Of(options))],
        SpaceKinds.MicroCnn => [.. OfMicroCells((MicroCnnSpace)SearchSpace.Of(options))],
        _ => [],
    };

    // The official dialect: the activation of node 0, then source and activation of each node. A fixed activation is no decision.
    private static IEnumerable<DecisionToken> OfRecurrentCell(RnnCellSpace space)
    {
        for (var node = 0; node < space.NodeCount; node++)
        {
            for (var source = 0; source < node; source++)
            {
                yield return new DecisionToken(2 * node, Number(source), $"node{node}/source", $"node{source}");
            }

            foreach (var activation in node > 0 || space.FirstActivationIsSampled ? space.Activations : [])
            {
                yield return new DecisionToken((2 * node) + 1, Number((int)activation), $"node{node}/activation", ActivationNames.Of(activation));
            }
        }
    }

    // Tokens are the decisions in their order; an operation's token is its id, whatever the space offers.
    private static IEnumerable<DecisionToken> OfMacroNetwork(MacroCnnSpace space)
    {
        foreach (var (place, decision) in space.Decisions.Index())
        {
            if (decision.Kind == DecisionKind.Bit)
            {
                yield return new DecisionToken(place + 1, "0", decision.Name, "no");
                yield return new DecisionToken(place + 1, "1", decision.Name, "yes");
                continue;
            }

            foreach (var operation in space.Operations)
            {
                yield return new DecisionToken(place + 1, Number((int)operation), decision.Name, OperationNames.Of(operation));
            }
        }
    }

    // Per node entry, operation, entry, operation; between the cells stands a slash, a token that decides nothing.
    private static IEnumerable<DecisionToken> OfMicroCells(MicroCnnSpace space)
    {
        var place = 0;
        foreach (var cell in new[] { "normal", "reduction" })
        {
            for (var node = 0; node < space.NodeCount; node++)
            {
                for (var branch = 0; branch < 2; branch++)
                {
                    place++;
                    for (var entry = 0; entry < node + 2; entry++)
                    {
                        yield return new DecisionToken(place, Number(entry), Named($"{cell}/node{node}/entry{branch}"), entry < 2 ? Named($"cell[k-{2 - entry}]") : Named($"node{entry - 2}"));
                    }

                    place++;
                    foreach (var operation in space.Operations)
                    {
                        yield return new DecisionToken(place, Number((int)operation), Named($"{cell}/node{node}/operation{branch}"), OperationNames.Of(operation));
                    }
                }
            }

            place++;
        }
    }

    private static string Named(FormattableString name) => name.ToString(CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
