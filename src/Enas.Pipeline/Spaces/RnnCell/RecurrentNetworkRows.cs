using Enas.Pipeline.Options;
using static Enas.Pipeline.Options.OptionRow;
using static Enas.Pipeline.Spaces.Rows.CommonRows;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>The options of a recurrent network: the same for the shared weights and for the final training.</summary>
internal static class RecurrentNetworkRows
{
    /// <summary>The rows of a section.</summary>
    public static JobOption[] Of(string section, JobFactScope facts) =>
    [
        Integer($"{section}.hidden", 1, 65536, 1000, "Hidden and embedding width H.", facts).AsShapeOf(facts),
        Words($"{section}.sharing", "edge", ["edge", "edge-activation"], "What a weight matrix is shared over.", facts).AsShapeOf(facts),
        Truth($"{section}.tiedDecoder", true, "Decoder and embedding are one matrix.", facts).AsShapeOf(facts),
        Truth($"{section}.decoderBias", false, "The decoder has a bias.", facts).AsShapeOf(facts),
        Words($"{section}.batchNorm", "none", ["none", "average", "nodes-and-average"],
            "Where batch norm stands: nowhere, after the mean of the nodes, or after every node too.", facts).AsShapeOf(facts),
        Number($"{section}.batchNormEpsilon", "0", null, 1e-5, "Added to the variance.", facts) with { AboveMinimum = true },
        Number($"{section}.hiddenNormLimit", "0", null, 0,
            "Largest L2 norm of the cell's output at a time step, which the decoder and the next step take; "
                + "nodes have no limit. 0 for none.",
            facts),
        Integer($"{section}.batchSize", 1, 65536, 64, "Streams trained side by side.", facts).AsShapeOf(facts),
        Integer($"{section}.sequenceLength", 1, 65536, 35, "Window length T in tokens.", facts),
        Truth($"{section}.randomSequenceLength", false, "Random window lengths about T; the learning rate scales with them.", facts),
        Dropout($"{section}.embeddingDropout", "Share of word types dropped for a whole sequence.", facts),
        Dropout($"{section}.inputDropout", "Dropout on the input of the cell, one mask a sequence.", facts),
        Dropout($"{section}.hiddenDropout", "Dropout on what the nodes read, one mask a sequence.", facts),
        Dropout($"{section}.outputDropout", "Dropout before the decoder, one mask a sequence.", facts),
        Number($"{section}.learningRate", "0", null, 20, "SGD's learning rate.", facts),
        Number($"{section}.decayFactor", "0", "1", 0.96, "Factor of the learning rate per epoch from decayStartEpoch on.", facts) with {
            AboveMinimum = true },
        Integer($"{section}.decayStartEpoch", 0, Large, 15, "First epoch with decay.", facts),
        Number($"{section}.learningRateFloor", "0", null, 0, "The learning rate never falls below it.", facts),
        WarmUp(section, facts),
        .. Anneal(facts),
        Number($"{section}.clipNorm", "0", null, 0.25, "Largest global gradient norm over the active weights; 0 for none.", facts),
        Number($"{section}.l2", "0", null, 1e-7, "Times the sum of squares of the active weights, added to the loss.", facts),
        Words($"{section}.loss", "mean", ["mean", "sum-per-sequence"], "mean over tokens, or their sum divided by the batch size.", facts),
        Number($"{section}.slowness", "0", null, 0, "Times the mean of (h_t - h_(t-1)) squared.", facts),
        Number($"{section}.activationL2", "0", null, 0, "Times the mean of h squared.", facts),
        Number($"{section}.initRange", "0", null, 0.025, "Initial weights are uniform in plus or minus this.", facts) with {
            AboveMinimum = true },
    ];

    private static JobOption Dropout(string key, string description, JobFactScope facts) =>
        Number(key, "0", "1", 0, description, facts) with { BelowMaximum = true };
}
