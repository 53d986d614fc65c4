using System.Globalization;
using Enas.SideBySide.Convolutions;
using Enas.SideBySide.Networks;
using Enas.SideBySide.Products;
using Enas.SideBySide.Recurrent;

namespace Enas.SideBySide;

/// <summary>Every case, in the order in which they run.</summary>
internal static class Cases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Step(new StepSize("step-paper", Hidden: 1000, Nodes: 12, Words: 10_000)),
        Step(new StepSize("step-small", Hidden: 200, Nodes: 8, Words: 2_000)),
        Network(NetworkStep.Macro),
        Network(NetworkStep.Micro),
        Product(new ProductShape("gemm-1024", 1024, 1024, 1024)),
        Product(new ProductShape("gemm-node", 64, 1000, 2000)),
        Product(new ProductShape("gemm-node-input-gradient", 64, 2000, 1000, TransposeB: true)),
        Product(new ProductShape("gemm-node-weight-gradient", 1000, 2240, 2000, TransposeA: true)),
        Layer(new ImageCase("conv-3x3", Kernel: 3)),
        Layer(new ImageCase("conv-5x5", Kernel: 5)),
        Layer(new ImageCase("conv-1x1", Kernel: 1)),
        Layer(new ImageCase("depthwise-3x3", Kernel: 3, Depthwise: true)),
        Layer(new ImageCase("depthwise-5x5", Kernel: 5, Depthwise: true)),
        Layer(new ImageCase("batch-norm-relu", Kernel: 0)),
    ];

    private static Case Step(StepSize size) => new(
        size.Name,
        Text($"training step, H = {size.Hidden}, {size.Nodes} nodes, batch {StepSize.Batch}, ")
            + Text($"{StepSize.TimeSteps} tokens, {size.Words} words"),
        size.Operations,
        FloorBytes: 0,
        Tolerance: 1e-3,
        threads => new OurStep(size, threads),
        threads => new TorchStep(size, threads));

    private static Case Network(NetworkStep step) => new(
        step.Name,
        Text($"training step of a random {step.Space.Kind} network, {step.Options.Filters} filters, ")
            + Text($"batch {step.Options.BatchSize}, images of 32 x 32"),
        step.Operations,
        FloorBytes: 0,
        Tolerance: 1e-3,
        threads => new OurNetworkStep(step, threads),
        threads => new TorchNetworkStep(step, threads));

    private static Case Product(ProductShape shape) => new(
        shape.Name,
        Text($"product {shape.Rows} x {shape.Depth} x {shape.Columns}")
            + (shape.TransposeA ? ", left transposed" : "") + (shape.TransposeB ? ", right transposed" : ""),
        2.0 * shape.Rows * shape.Depth * shape.Columns,
        FloorBytes: 0,
        Tolerance: 1e-4,
        threads => new OurProduct(shape, threads),
        threads => new TorchProduct(shape, threads));

    private static Case Layer(ImageCase layer) => new(
        layer.Name,
        Text($"{layer.Name}, forward and backward, images [{ImageCase.Images}, {ImageCase.Channels}, {ImageCase.Side}, {ImageCase.Side}]"),
        layer.IsBoundByOperations ? layer.Operations : 0,
        ImageCase.FloorBytes,
        Tolerance: 1e-3,
        threads => new OurImages(layer, threads),
        threads => new TorchImages(layer, threads));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
