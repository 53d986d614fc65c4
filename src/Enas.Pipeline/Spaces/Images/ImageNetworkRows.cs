using Enas.Pipeline.Options;
using static Enas.Pipeline.Options.OptionRow;
using static Enas.Pipeline.Spaces.Rows.CommonRows;

namespace Enas.Pipeline.Spaces.Images;

/// <summary>The options of a convolutional network: the same for the shared weights and for the final training.</summary>
internal static class ImageNetworkRows
{
    /// <summary>The rows of one network, whose values are members of an <see cref="ImageNetworkOptions"/>.</summary>
    /// <param name="section">The section of the job that they stand in.</param>
    /// <param name="member">The property of <see cref="JobOptions"/> that holds them.</param>
    /// <param name="filters">Channels before the first reduction, where the job says nothing.</param>
    /// <param name="graph">The space's own rows.</param>
    /// <param name="facts">Which fact they are part of.</param>
    public static JobOption[] Of(string section, string member, int filters, JobOption[] graph, JobFactScope facts) =>
    [
        .. ((JobOption[])[Integer($"{section}.filters", 1, 65536, filters, "Channels F before the first reduction.", facts)
            .AsShapeOf(facts), .. graph, .. Training(section, facts)])
            .Select(option => option.Member != option.Key ? option : option with { Member = member + option.Key[section.Length..] }),
    ];

    private static JobOption[] Training(string section, JobFactScope facts) =>
    [
        Integer($"{section}.batchSize", 2, 65536, 128, "Images of a training batch.", facts),
        Number($"{section}.learningRateMaximum", "0", null, 0.05, "Learning rate at the start of each cosine period.", facts),
        Number($"{section}.learningRateMinimum", "0", null, 0.001, "Learning rate that each period falls towards.", facts),
        Integer($"{section}.restartPeriod", 1, Large, 10, "Epochs of the first cosine period.", facts),
        Integer($"{section}.restartFactor", 1, 1024, 2, "Factor of each period over the one before it.", facts),
        WarmUp(section, facts),
        .. Anneal(facts),
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
