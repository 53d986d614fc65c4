using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;

namespace Enas.DeviceSteps;

/// <summary>Sizes of a macro step: F, L and B, on images of 32 by 32 pixels in three channels.</summary>
internal sealed record MacroSize(int Filters, int Layers, int Batch)
{
    /// <summary>Side of an image in pixels.</summary>
    public const int Side = 32;

    /// <summary>The same for the other side.</summary>
    public string[] Arguments =>
        string.Create(CultureInfo.InvariantCulture, $"--filters {Filters} --layers {Layers} --batch {Batch}").Split(' ');

    /// <summary>The search network, with the clipping of the other side.</summary>
    public ImageNetworkOptions Network => new()
    {
        Filters = Filters,
        Layers = Layers,
        ReductionWidening = 1,
        SkipMerge = SkipMerges.Sum,
        Reduction = CellReductions.FactorisedThenCell,
        LooseEnds = LooseEndMerges.Project,
        ProjectSecondInput = false,
        BatchSize = Batch,
        LearningRateMaximum = 0.05,
        LearningRateMinimum = 0.0005,
        RestartPeriod = 10,
        RestartFactor = 2,
        Momentum = 0.9,
        L2 = 1.25e-4,
        ClipNorm = 5,
        DropoutKeep = 0.9,
        DropPathKeep = 1,
        BatchNorm = BatchNormPolicies.Batch,
        BatchNormEpsilon = 1e-5,
        BatchNormDecay = 0.9,
        RecalibrationBatches = 1,
        AuxiliaryWeight = 0,
        LabelSmoothing = 0,
    };

    /// <summary>The built-in images; a step costs the same whatever they show.</summary>
    public ImageBatches Batches() => new(
        GeneratedImages.Load(1, new ImageDataOptions
        {
            Split = "given",
            ValidFraction = 0,
            ValidCount = 0,
            ValidIndices = string.Empty,
            TrainLimit = 0,
            Padding = 4,
            Flip = true,
            Cutout = 0,
            Resize = "none",
            ResizeTo = 32,
            Labels = "fine",
            CsvLabel = "last",
            CsvHeader = false,
            Transpose = false,
            Classes = 10,
            Channels = 3,
            Size = Side,
            TrainImages = 10 * Batch,
            ValidImages = Batch,
            TestImages = Batch,
        }),
        new ImageAugmentation(4, Flip: true, 0),
        seed: 1);
}

/// <summary>The step of the macro supernet.</summary>
internal sealed class MacroStep : IDeviceStep
{
    private readonly MacroSize _size;
    private readonly MacroCnnSpace _space;
    private readonly ImageSharedWeights _weights;
    private readonly UniformPolicy _policy;

    public MacroStep(ITensorBackend backend, MacroSize size)
    {
        _size = size;
        _space = new MacroCnnSpace(size.Layers, Enum.GetValues<MacroOperation>());
        _weights = new ImageSharedWeights(
            backend, _space, size.Network, size.Batches(), new ImageMeasurement(size.Batch, 1, true, size.Batch), seed: 1);
        _policy = new UniformPolicy(_space, seed: 1);
    }

    public void Run(int number) => _weights.Train(At(number), number, number);

    public double Operations(int number) =>
        3.0 * 2 * _size.Batch * MacroParameterCounts.Of(
            _space.Network(At(number)), _size.Network, new ImageShape(3, MacroSize.Side, MacroSize.Side, 10)).MultiplyAdds;

    /// <summary>
    /// Of each layer the two tensors that batch norm needs whole before it can go on: written, read by what follows and by the backward
    /// pass; their gradients written and read.
    /// </summary>
    public double LeastValues(int number) => 5.0 * 2 * _size.Batch * _size.Filters * Enumerable.Range(0, _size.Layers).Sum(layer =>
    {
        var side = MacroSize.Side >> (layer < _size.Layers / 3 ? 0 : layer < 2 * _size.Layers / 3 ? 1 : 2);
        return (double)side * side;
    });

    public void Dispose()
    {
        _policy.Dispose();
        _weights.Dispose();
    }

    private Architecture At(int number) => _policy.Sample("device-step", number, 0).Architecture;
}
