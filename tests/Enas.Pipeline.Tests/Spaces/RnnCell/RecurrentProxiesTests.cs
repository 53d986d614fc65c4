using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.ZeroCost;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tasks.Text;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Spaces.RnnCell;

/// <summary>Zero-cost proxies of ten recurrent cells, against sums over gradients in float64 that are made here.</summary>
public sealed class RecurrentProxiesTests
{
    [Fact]
    public void Proxies_are_their_formulas()
    {
        var job = TestJobs.Tiny();
        var (space, corpus, network) = (new RnnCellSpace(job.Space), GeneratedLanguage.Load(job.Seed, job.Data), job.Train.Network);
        using var backend = new CpuBackend(2);
        var proxies = new RecurrentProxies(backend, space, network, corpus, job.Seed);
        foreach (var draw in Enumerable.Range(0, 10))
        {
            var architecture = UniformDraw.Of(space, new RandomStream(3, "test"), 0, draw);
            var oracle = new ReferenceBackend();
            using var store = new WeightStore(oracle, job.Seed);
            var model = new RecurrentLanguageModel(
                oracle, store, space, network, corpus.Vocabulary.Count, job.Seed, ImageProxies.StreamPrefix);
            var window = new TrainingWindows(corpus.Train, network, job.Seed, ImageProxies.StreamPrefix).At(0).Window;
            var body = model.BodyOf(space.Cell(architecture));
            var (snip, norm) = model.ValidationGradient(body, window, 1f / window.Targets.Length, scope => (
                body.All.Where(IsMatrix).Sum(weight => Pairs(weight, scope.Gradient(weight)).Sum(one => Math.Abs(one.Weight * one.Slope))),
                body.All.Where(IsMatrix).Sum(weight =>
                    Math.Sqrt(Pairs(weight, scope.Gradient(weight)).Sum(one => one.Slope * one.Slope))))).Read;
            var values = proxies.ValuesOf(architecture, RecurrentProxies.Defined);
            Assert.Equal(snip, values.Of(ZeroCostProxy.Snip)!.Value, 1e-3 * snip);
            Assert.Equal(norm, values.Of(ZeroCostProxy.GradientNorm)!.Value, 1e-3 * norm);
            Assert.True(snip > 0 && norm > 0);
        }
    }

    private static bool IsMatrix(Enas.Pipeline.Tensors.Tensor weight) => weight.Shape.Rows > 1;

    private static IEnumerable<(double Weight, double Slope)> Pairs(
        Enas.Pipeline.Tensors.Tensor weight, Enas.Pipeline.Tensors.Tensor? gradient) =>
        gradient is ReferenceTensor slopes ? ((ReferenceTensor)weight).Values.Zip(slopes.Values) : [];
}
