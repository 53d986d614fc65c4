using System.Globalization;
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
        Product(new ProductShape("gemm-1024", 1024, 1024, 1024)),
        Product(new ProductShape("gemm-node", 64, 1000, 2000)),
        Product(new ProductShape("gemm-node-input-gradient", 64, 2000, 1000, TransposeB: true)),
        Product(new ProductShape("gemm-node-weight-gradient", 1000, 2240, 2000, TransposeA: true)),
    ];

    private static Case Step(StepSize size) => new(
        size.Name,
        Text($"training step, H = {size.Hidden}, {size.Nodes} nodes, batch {StepSize.Batch}, {StepSize.TimeSteps} tokens, {size.Words} words"),
        size.Operations,
        FloorBytes: 0,
        Tolerance: 1e-3,
        threads => new OurStep(size, threads),
        threads => new TorchStep(size, threads));

    private static Case Product(ProductShape shape) => new(
        shape.Name,
        Text($"product {shape.Rows} x {shape.Depth} x {shape.Columns}{(shape.TransposeA ? ", left transposed" : "")}{(shape.TransposeB ? ", right transposed" : "")}"),
        2.0 * shape.Rows * shape.Depth * shape.Columns,
        FloorBytes: 0,
        Tolerance: 1e-4,
        threads => new OurProduct(shape, threads),
        threads => new TorchProduct(shape, threads));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
