using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Tasks.Images;

namespace Enas.SideBySide.Networks;

/// <summary>
/// One training step of a convolutional supernet in path mode on images [batch, 3, 32, 32] of 10 classes: a random network, forward,
/// backward, clipping of the global norm, Nesterov momentum with L2 on the active weights. Dropout and drop path are off, so both sides
/// compute the same.
/// </summary>
/// <param name="Name">How it is called.</param>
/// <param name="Space">Macro networks or micro cells.</param>
/// <param name="Options">Of the network and its training.</param>
internal sealed record NetworkStep(string Name, SearchSpace Space, ImageNetworkOptions Options)
{
    public const double LearningRate = 0.05;

    private const ulong Seed = 1;
    private const int CountedNetworks = 10;
    private static readonly ImageShape s_images = new(Channels: 3, Height: 32, Width: 32, ClassCount: 10);

    /// <summary>12 layers of 36 filters, batch 128 (docs/algorithms.md#macro-network).</summary>
    public static NetworkStep Macro { get; } = new(
        "step-macro", new MacroCnnSpace(12, Enum.GetValues<MacroOperation>()), Search(filters: 36, layers: 12, batchSize: 128));

    /// <summary>8 cells of 5 nodes, 20 filters, batch 160, with the auxiliary head (docs/algorithms.md#micro-network).</summary>
    public static NetworkStep Micro { get; } = new(
        "step-micro", new MicroCnnSpace(5, Enum.GetValues<MicroOperation>()),
            Search(filters: 20, layers: 6, batchSize: 160) with { ReductionWidening = 2, AuxiliaryWeight = 0.4 });

    /// <summary>Shape of the images.</summary>
    public static ImageShape Images => s_images;

    /// <summary>Operations of a step's convolutions, a multiply-add counted as two: the mean over some of the networks.</summary>
    public double Operations => Enumerable.Range(0, CountedNetworks).Average(number =>
    {
        var counting = new ImageCountingLayers();
        counting.Count(Graph(number), s_images);
        return 3.0 * 2 * Options.BatchSize * counting.MultiplyAdds;
    });

    /// <summary>The model whose weights both sides start from.</summary>
    public static ulong ModelSeed => Seed;

    /// <summary>The network of a run, uniform.</summary>
    public ImageGraph Graph(int number)
    {
        using var policy = new UniformPolicy(Space, Seed);
        var architecture = policy.Sample("side-by-side/networks", number, 0).Architecture;
        return Space switch
        {
            MacroCnnSpace macro => new MacroCnnGraph(macro.Network(architecture), Options, s_images.ClassCount),
            MicroCnnSpace micro => new MicroCnnGraph(micro.Network(architecture), Options, s_images.ClassCount),
            _ => throw new NotSupportedException($"no convolutional network of a {Space.Kind} space"),
        };
    }

    /// <summary>The batch, the same in each run and on both sides.</summary>
    public ImageBatch Batch()
    {
        var random = new RandomStream(Seed, "side-by-side/images");
        var pixels = new float[Options.BatchSize * s_images.Channels * s_images.Height * s_images.Width];
        random.FillUniform(pixels, 0, 0, -2, 2);
        return new ImageBatch(pixels,
            [.. Enumerable.Range(0, Options.BatchSize).Select(image => random.Below(s_images.ClassCount, 1, 0, image))]);
    }

    /// <summary>The initial values of a weight: normal with variance 2 / fan-in, as the supernet draws them.</summary>
    public static float[] Weight(string key, long count, int fanIn)
    {
        var (stream, deviation) = (new RandomStream(Seed, "weights/" + key), Math.Sqrt(2.0 / fanIn));
        return [.. Enumerable.Range(0, checked((int)count)).Select(i => (float)(deviation * stream.Normal(0, 0, i)))];
    }

    private static ImageNetworkOptions Search(int filters, int layers, int batchSize) => new()
    {
        Filters = filters,
        Layers = layers,
        BatchSize = batchSize,
        ReductionWidening = 1,
        SkipMerge = SkipMerges.Sum,
        Reduction = CellReductions.FactorisedThenCell,
        LooseEnds = LooseEndMerges.Project,
        ProjectSecondInput = false,
        LearningRateMaximum = LearningRate,
        LearningRateMinimum = LearningRate,
        RestartPeriod = 1,
        RestartFactor = 1,
        Momentum = 0.9,
        L2 = 1.25e-4,
        ClipNorm = 5,
        DropoutKeep = 1,
        DropPathKeep = 1,
        BatchNorm = BatchNormPolicies.Batch,
        BatchNormEpsilon = 1e-5,
        BatchNormDecay = 0.9,
        RecalibrationBatches = 0,
        AuxiliaryWeight = 0,
        LabelSmoothing = 0,
    };
}
