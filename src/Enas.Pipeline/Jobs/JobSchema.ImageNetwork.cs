using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using static Enas.Pipeline.Options.JobFactScope;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Jobs;

// The options of a convolutional network: the same for the shared weights and for the final training.
public static partial class JobSchema
{
    /// <summary>The rows of one network, whose values are members of an <see cref="ImageNetworkOptions"/>.</summary>
    private static JobOption[] ImageNetwork(string section, string member, string spaceKind, JobFactScope facts)
    {
        var isFinal = facts == JobFactScope.Training;
        JobOption[] graph = spaceKind == SpaceKinds.MacroCnn ? MacroGraph(section, isFinal, facts) : MicroGraph(section, isFinal, facts);
        return
        [
            .. ((JobOption[])[Integer($"{section}.filters", 1, 65536, FiltersOf(spaceKind, isFinal),
                "Channels F before the first reduction.", facts).AsShapeOf(facts), .. graph, .. ImageTraining(section, facts)])
                .Select(option => option with { Member = member + option.Key[section.Length..] }),
        ];
    }

    private static int FiltersOf(string spaceKind, bool isFinal) => (spaceKind, isFinal) switch
    {
        (SpaceKinds.MacroCnn, false) => 36,
        (SpaceKinds.MacroCnn, true) => 96,
        (_, false) => 20,
        _ => 36,
    };

    private static JobOption[] MacroGraph(string section, bool isFinal, JobFactScope facts) =>
    [
        Integer($"{section}.reductionWidening", 1, 16, isFinal ? 2 : 1, "Factor of the channels at each of the two reductions.", facts)
            .AsShapeOf(facts),
        Words($"{section}.skipMerge", isFinal ? SkipMerges.Concatenate : SkipMerges.Sum, [SkipMerges.Sum, SkipMerges.Concatenate],
            "How a layer takes its skips: added to its operation, or beside it through a 1x1 convolution.", facts).AsShapeOf(facts),
    ];

    private static JobOption[] MicroGraph(string section, bool isFinal, JobFactScope facts) =>
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

    private static JobOption[] ImageTraining(string section, JobFactScope facts) =>
    [
        Integer($"{section}.batchSize", 2, 65536, 128, "Images of a training batch.", facts),
        Number($"{section}.learningRateMaximum", "0", null, 0.05, "Learning rate at the start of each cosine period.", facts),
        Number($"{section}.learningRateMinimum", "0", null, 0.001, "Learning rate that each period falls towards.", facts),
        Integer($"{section}.restartPeriod", 1, Large, 10, "Epochs of the first cosine period.", facts),
        Integer($"{section}.restartFactor", 1, 1024, 2, "Factor of each period over the one before it.", facts),
        Number($"{section}.momentum", "0", "1", 0.9, "Nesterov momentum.", facts) with { BelowMaximum = true },
        Number($"{section}.l2", "0", null, 1e-4, "Times the sum of squares of the active weights, added to the loss.", facts),
        Number($"{section}.clipNorm", "0", null, 0, "Largest global gradient norm over the active weights; 0 for none.", facts),
        Number($"{section}.dropoutKeep", "0", "1", 1, "Share kept by dropout before the last layer; 1 for none.", facts) with {
            AboveMinimum = true },
        Words(
            $"{section}.batchNorm", facts == JobFactScope.Training ? BatchNormPolicies.Running
                : BatchNormPolicies.Batch, [BatchNormPolicies.Batch, BatchNormPolicies.Running, BatchNormPolicies.Recalibrated],
            "Statistics outside training: of the batch itself, the running ones, or measured anew for the architecture.", facts),
        Number($"{section}.batchNormEpsilon", "0", null, 1e-5, "Added to the variance.", facts) with { AboveMinimum = true },
        Number($"{section}.batchNormDecay", "0", "1", 0.9, "Share of the running statistics that a step keeps.", facts) with {
            BelowMaximum = true },
        Integer($"{section}.recalibrationBatches", 1, Large, 4, "Training batches that \"recalibrated\" averages over.", facts),
        Number($"{section}.labelSmoothing", "0", "1", 0, "Share of the target that is spread over all classes.", facts) with {
            BelowMaximum = true },
    ];
}
