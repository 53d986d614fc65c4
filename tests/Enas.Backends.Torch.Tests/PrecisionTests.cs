using Enas.TestKit;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Torch.Tests;

/// <summary>Mixed precision and the layout of images: the same networks within what the precision gives.</summary>
[Collection(TestDevice.AloneCollection)]
public sealed class PrecisionTests
{
    // bfloat16 keeps 8 significant bits: a rounding is 4e-3 of an operand.
    private const double Bf16Tolerance = 5e-2;

    [Theory]
    [InlineData(TorchPrecision.F32, "f32")]
    [InlineData(TorchPrecision.Tf32, "tf32")]
    [InlineData(TorchPrecision.Bf16, "bf16")]
    public void The_numerics_name_version_device_and_precision(TorchPrecision precision, string name)
    {
        using var backend = TorchBackend.Create(TestDevice.Options with { Precision = precision });
        Assert.Matches($"^torch/[0-9]+[.][0-9]+/(cpu|cuda)/{name}$", backend.Numerics);
        Assert.False(backend.IsExact);
    }

    [Fact]
    public void Products_in_bf16_are_rounded_and_near()
    {
        foreach (var operation in OperationCases.Of(33, 17, 21).Where(o => o.Name.StartsWith("matmul", StringComparison.Ordinal)))
        {
            using var mixed = TorchBackend.Create(TestDevice.Options with { Precision = TorchPrecision.Bf16 });
            using var oracle = new ReferenceBackend();
            var (expected, actual) = (operation.Run(oracle), operation.Run(mixed));
            Agreement.Within($"{operation}", expected, actual, Bf16Tolerance, 1);
            Assert.Throws<ConformanceException>(() => Agreement.Within($"{operation}", expected, actual, 2e-5, 1));
        }
    }

    [Fact]
    public void Convolutions_in_bf16_are_near()
    {
        foreach (var operation in ImageOperationCases.Of(2, 3, 8, 8, 5).Where(o => o.Name.StartsWith("conv", StringComparison.Ordinal)))
        {
            using var mixed = TorchBackend.Create(TestDevice.Options with { Precision = TorchPrecision.Bf16, ChannelsLast = true });
            using var oracle = new ReferenceBackend();
            Agreement.Within($"{operation}", operation.Run(oracle), operation.Run(mixed), Bf16Tolerance, 1);
        }
    }

    [Fact]
    public void Images_with_channels_last_are_the_same_images()
    {
        // Those that follow a convolution first and again: what libtorch takes wrongly depends on what was in memory.
        foreach (var operation in Enumerable.Repeat(ImageOperationCases.AfterConvolutions(2, 3, 8, 8, 5), 4).SelectMany(cases => cases)
            .Concat(ImageOperationCases.Of(2, 3, 8, 8, 5)))
        {
            using var backend = TorchBackend.Create(TestDevice.Options with { ChannelsLast = true });
            using var oracle = new ReferenceBackend();
            Agreement.Within($"{operation}", operation.Run(oracle), operation.Run(backend), 2e-5, 1);
        }
    }

    [Fact]
    public void A_step_of_a_recurrent_cell_in_bf16_gives_gradients_in_float32()
    {
        using var backend = TorchBackend.Create(TestDevice.Options with { Precision = TorchPrecision.Bf16 });
        var sample = new CellCase(4, [0, 0, 1, 1, 0, 1, 2, 3], 5, 6, 16, 12, HasMask: true, HasNorm: false, HasLimit: false);
        using var oracle = new ReferenceBackend();
        Agreement.Within("cell", sample.Run(oracle), sample.Run(backend), 0.1, 1e-3);
    }
}
