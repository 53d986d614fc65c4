using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Images;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>The options of convolutional cells.</summary>
internal static class MicroCnnRows
{
    /// <summary>The table under a strategy.</summary>
    public static IReadOnlyList<JobOption> Of(TableContext context) =>
        ImageRows.Of(context, new(Space, Policy, Graph, SearchFilters: 20, FinalFilters: 36)
        {
            Child = [ImageRows.Size("child.layers", "Cells, the reductions not counted, of an architecture that a search trains alone")],
        });

    /// <summary>The operations. The default names its operations, so that a new one changes no job.</summary>
    /// <param name="all">Every operation that there is.</param>
    public static JobOption Operations(IReadOnlyList<string> all) =>
        ImageRows.Operations(all, MicroCnnPresets.Operations, "Operations that a node's branch can take.");

    private static JobOption[] Space =>
    [
        Integer("space.nodes", 1, 64, 5, "Nodes B of each cell, its two inputs not counted.", JobFactScope.Search).AsShape(),
        Operations(MicroOperationNames.All),
    ];

    private static JobOption[] Policy =>
    [
        Number("policy.operationTanhReduction", "0", null, 2.5,
            "An operation's logit is squashed with the tanh constant divided by this.", JobFactScope.Search) with { AboveMinimum = true },
        Number("policy.convolutionBias",
            null, null, 10, "Initial value of the learned bias of the separable convolutions.", JobFactScope.Search),
        Number("policy.convolutionPrior", "0", null,
            0.25, "Added to a separable convolution's logit and taken from the others', in the normal cell, always.", JobFactScope.Search),
    ];

    private static JobOption[] Graph(string section, bool isFinal, JobFactScope facts) =>
    [
        Integer($"{section}.layers", 3, 256, isFinal ? 15 : 6, "L of the L + 2 cells, two of which are reductions.", facts)
            .AsShapeOf(facts),
        Integer($"{section}.reductionWidening", 1, 16, 2, "Factor of the channels at each of the two reductions.", facts).AsShapeOf(facts),
        Words(
            $"{section}.reduction", isFinal ? CellReductions.StridedCell
                : CellReductions.FactorisedThenCell, [CellReductions.FactorisedThenCell, CellReductions.StridedCell],
            "How a reduction is made: a factorised one and then a cell of stride 1, or a cell whose branches have stride 2 at its inputs.",
                facts).AsShapeOf(facts),
        Words($"{section}.looseEnds", isFinal
            ? LooseEndMerges.Concatenate : LooseEndMerges.Project, [LooseEndMerges.Project, LooseEndMerges.Concatenate],
            "What becomes of a cell's loose ends: a 1x1 convolution by the rows that belong to them, or concatenated as they are.", facts)
            .AsShapeOf(facts),
        Truth($"{section}.projectSecondInput", isFinal, "One more rectifier, 1x1 convolution and norm on a cell's second input.", facts)
            .AsShapeOf(facts),
        Number($"{section}.dropPathKeep", "0", "1", isFinal ? 0.6 : 1,
            "Share of images that a branch of the last cell keeps at the end of training; 1 for none.", facts) with { AboveMinimum = true },
        Number($"{section}.auxiliaryWeight", "0", null, 0.4, "Weight of the auxiliary head's loss; 0 for no head.", facts),
    ];
}
