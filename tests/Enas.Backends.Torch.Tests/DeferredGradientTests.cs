using Enas.TestKit.Conformance;

namespace Enas.Backends.Torch.Tests;

/// <summary>The gradients of a recurrent cell's weights are the same whether they wait for the end of the backward pass or not.</summary>
public sealed class DeferredGradientTests
{
    public static TheoryData<string> Names =>
        [.. BackendConformance.Names.Where(name => name.Contains("recurrent", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void They_conform_when_they_wait(string name) => Check(name, true);

    [Theory]
    [MemberData(nameof(Names))]
    public void They_conform_when_they_do_not(string name) => Check(name, false);

    private static void Check(string name, bool wait) =>
        BackendConformance.Check(name, () => TorchBackend.Create(TestDevice.Options with { DeferWeightGradients = wait }));

    [Fact]
    public void A_step_in_bf16_has_the_same_gradients_within_its_precision()
    {
        var sample = new CellCase(4, [0, 0, 1, 1, 0, 1, 2, 3], 5, 6, 16, 12, HasMask: true, HasNorm: false, HasLimit: false);
        var options = TestDevice.Options with { Precision = TorchPrecision.Bf16 };
        using var waiting = TorchBackend.Create(options with { DeferWeightGradients = true });
        using var plain = TorchBackend.Create(options with { DeferWeightGradients = false });
        Agreement.Within("cell", sample.Run(plain), sample.Run(waiting), 2e-2, 1e-3);
    }
}
