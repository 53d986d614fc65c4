using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Tasks.Images;

namespace Enas.TestKit;

/// <summary>Small convolutional networks and images for tests, changed with <c>with</c>.</summary>
internal static class TestImages
{
    /// <summary>Three layers over all six operations.</summary>
    public static MacroCnnSpace Macro { get; } = new(3, Enum.GetValues<MacroOperation>());

    /// <summary>Cells of two nodes over all five operations.</summary>
    public static MicroCnnSpace Micro { get; } = new(2, Enum.GetValues<MicroOperation>());

    /// <summary>The cells of NAS-Bench-201.</summary>
    public static NasBench201Space Benchmark { get; } = new();

    /// <summary>A supernet as both searches have it: skips summed, factorised reductions, projected loose ends.</summary>
    public static ImageNetworkOptions Supernet { get; } = new()
    {
        Filters = 4,
        Layers = 3,
        ReductionWidening = 1,
        SkipMerge = SkipMerges.Sum,
        Reduction = CellReductions.FactorisedThenCell,
        LooseEnds = LooseEndMerges.Project,
        ProjectSecondInput = false,
        BatchSize = 8,
        LearningRateMaximum = 0.05,
        LearningRateMinimum = 0.0005,
        RestartPeriod = 10,
        RestartFactor = 2,
        Momentum = 0.9,
        L2 = 2.5e-4,
        ClipNorm = 5,
        DropoutKeep = 0.9,
        DropPathKeep = 1,
        BatchNorm = BatchNormPolicies.Batch,
        BatchNormEpsilon = 1e-5,
        BatchNormDecay = 0.9,
        RecalibrationBatches = 2,
        AuxiliaryWeight = 0,
        LabelSmoothing = 0,
    };

    /// <summary>A fixed network with all that one can have: wider after reductions, merges by concatenation, strided cells, drop path, a
    /// second loss.</summary>
    public static ImageNetworkOptions Network { get; } = Supernet with
    {
        ReductionWidening = 2,
        SkipMerge = SkipMerges.Concatenate,
        Reduction = CellReductions.StridedCell,
        LooseEnds = LooseEndMerges.Concatenate,
        ProjectSecondInput = true,
        DropoutKeep = 0.8,
        DropPathKeep = 0.6,
        BatchNorm = BatchNormPolicies.Running,
        AuxiliaryWeight = 0.4,
        LabelSmoothing = 0.1,
    };

    /// <summary>The built-in images, 40 to train on and 16 to measure on, shifted and flipped in training.</summary>
    /// <param name="seed">Of everything.</param>
    /// <param name="size">Side in pixels.</param>
    /// <param name="purpose">Precedes the names of the streams.</param>
    public static ImageBatches Batches(ulong seed, int size, string purpose = "") => new(
        GeneratedImages.Load(seed, new ImageDataOptions
        {
            Split = "given",
            ValidFraction = 0,
            ValidCount = 0,
            ValidIndices = string.Empty,
            TrainLimit = 0,
            Padding = 1,
            Flip = true,
            Cutout = 0,
            Resize = "none",
            ResizeTo = 32,
            Labels = "fine",
            CsvLabel = "last",
            CsvHeader = false,
            Transpose = false,
            Classes = 4,
            Channels = 3,
            Size = size,
            TrainImages = 40,
            ValidImages = 16,
            TestImages = 16,
        }),
        new ImageAugmentation(1, Flip: true, 0),
        seed,
        purpose);
}
