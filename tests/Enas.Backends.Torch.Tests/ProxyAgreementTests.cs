using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks.ZeroCost;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Backends.Torch.Tests;

/// <summary>What zero-cost proxies say of a network does not depend on what computes it, as far as float32 goes; synflow not at
/// all.</summary>
public sealed class ProxyAgreementTests
{
    [Fact]
    public void Proxies_agree_on_both_backends()
    {
        var space = TestImages.Benchmark;
        foreach (var values in (int[][])[[3, 2, 1, 3, 4, 2], [1, 3, 3, 2, 0, 1], [2, 4, 3, 1, 3, 3]])
        {
            using var cpu = new CpuBackend(2);
            using var torch = TorchBackend.Create(TestDevice.Options);
            var (exact, other) = (ValuesOf(cpu, space.FromValues(values)), ValuesOf(torch, space.FromValues(values)));
            Assert.Equal(exact.Of(ZeroCostProxy.SynapticFlow), other.Of(ZeroCostProxy.SynapticFlow));
            Assert.All(ZeroCostProxy.All, proxy => Assert.True(
                Math.Abs(exact.Of(proxy)!.Value - other.Of(proxy)!.Value) <= 1e-3 * Math.Abs(exact.Of(proxy)!.Value),
                $"{proxy}: {exact.Of(proxy)} and {other.Of(proxy)}"));
        }
    }

    private static ProxyValues ValuesOf(ITensorBackend backend, Architecture architecture) => new ImageProxies(
        backend, TestImages.Benchmark, TestImages.Supernet with { Layers = 1 }, TestImages.Batches(4, 8, ImageProxies.StreamPrefix), 8, 4)
        .ValuesOf(architecture, ZeroCostProxy.All);
}
