using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.ZeroCost;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Networks.ZeroCost;

/// <summary>Zero-cost proxies of ten architectures of each space of networks, against float64 code that is here alone.</summary>
public sealed class ImageProxiesTests
{
    private const ulong Seed = 4;
    private const int Images = 8;
    private const int Size = 8;
    private const int Architectures = 10;

    private static readonly ImageBatches s_batches = TestImages.Batches(Seed, Size, ImageProxies.StreamPrefix);

    [Theory]
    [InlineData("nas-bench-201")]
    [InlineData("macro-cnn")]
    [InlineData("micro-cnn")]
    public void Proxies_are_their_formulas(string kind)
    {
        var (space, options) = Case(kind);
        using var backend = new CpuBackend(2);
        var proxies = Proxies(backend, space, options);
        foreach (var architecture in Drawn(space))
        {
            var values = proxies.ValuesOf(architecture, ZeroCostProxy.All);
            var graph = ImageNetworkFamily.Of(space).GraphOf(architecture, options, s_batches.Corpus.ClassCount);
            var (snip, norm, logDeterminant) = Expected(graph);
            Near(SynapticFlow(graph), values.Of(ZeroCostProxy.SynapticFlow), 1e-9, architecture);
            Near(snip, values.Of(ZeroCostProxy.Snip), 1e-3, architecture);
            Near(norm, values.Of(ZeroCostProxy.GradientNorm), 1e-3, architecture);
            Near(logDeterminant, values.Of(ZeroCostProxy.NasWot), 1e-3, architecture);
            var counts = ImageNetworkFamily.Of(space).Count(architecture, options, ImageShape.Of(s_batches.Corpus));
            Assert.Equal(counts.Parameters, values.Of(ZeroCostProxy.Parameters));
            Assert.Equal(counts.MultiplyAdds, values.Of(ZeroCostProxy.MultiplyAdds));
        }
    }

    /// <summary>The bits do not depend on threads, nor on what was asked before or with it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Proxies_have_the_same_bits_on_any_number_of_threads(int threads)
    {
        var (space, options) = Case("nas-bench-201");
        using var two = new CpuBackend(2);
        using var other = new CpuBackend(threads);
        var (first, second) = (Proxies(two, space, options), Proxies(other, space, options));
        foreach (var architecture in Drawn(space).Take(3))
        {
            var expected = first.ValuesOf(architecture, ZeroCostProxy.All);
            Assert.All(ZeroCostProxy.All.Reverse(), proxy =>
                Assert.Equal(expected.Of(proxy), second.ValuesOf(architecture, [proxy]).Of(proxy)));
        }
    }

    /// <summary>Of a network whose image comes through nowhere there is no flow and no gradient before the last layer.</summary>
    [Fact]
    public void A_network_that_nothing_passes_has_no_flow()
    {
        var (space, options) = Case("nas-bench-201");
        using var backend = new CpuBackend(1);
        var nothing = space.FromValues([0, 0, 0, 0, 0, 0]);
        var values = Proxies(backend, space, options).ValuesOf(nothing, ZeroCostProxy.All);
        Assert.Equal(0, values.Of(ZeroCostProxy.SynapticFlow));
        Assert.Equal(0, values.Of(ZeroCostProxy.Snip));
        Assert.Null(values.Of(ZeroCostProxy.NasWot));
    }

    /// <summary>What a proxy costs is counted by the images that go through the network, three times where gradients go back.</summary>
    [Fact]
    public void Proxies_cost_what_goes_through_the_network()
    {
        var (space, options) = Case("nas-bench-201");
        using var backend = new CpuBackend(1);
        var (proxies, architecture) = (Proxies(backend, space, options), Drawn(space)[0]);
        var each = proxies.CostOf(architecture, []).Network.MultiplyAdds;
        Assert.Equal(0, proxies.CostOf(architecture, [ZeroCostProxy.Parameters, ZeroCostProxy.MultiplyAdds]).MultiplyAdds);
        Assert.Equal(2 * each, proxies.CostOf(architecture, [ZeroCostProxy.SynapticFlow]).MultiplyAdds);
        Assert.Equal(Images * each, proxies.CostOf(architecture, [ZeroCostProxy.NasWot]).MultiplyAdds);
        Assert.Equal(3 * Images * each, proxies.CostOf(architecture, [ZeroCostProxy.Snip, ZeroCostProxy.GradientNorm]).MultiplyAdds);
    }

    [Fact]
    public void Codes_that_two_images_share_have_no_determinant()
    {
        var codes = new RectifierCodes(3);
        codes.Add([1, -1, 1, /**/ 1, -1, 2, /**/ -1, 1, 1]);
        Assert.Null(codes.LogDeterminant);
        // Agreements: 4, 2, 1 with the first; 4, 1 with the second: det = 4·(16 - 1) - 2·(8 - 1) + 1·(2 - 4) = 44.
        var others = new RectifierCodes(3);
        others.Add([1, 1, 0, 0, /**/ 1, 0, 1, 0, /**/ 0, 1, 1, 1]);
        Assert.Equal(Math.Log(44), others.LogDeterminant!.Value, 1e-12);
    }

    private static (SearchSpace Space, ImageNetworkOptions Options) Case(string kind)
    {
        var (space, _) = ImageGraphTests.Case(kind switch
        {
            "macro-cnn" => "macro-final",
            "micro-cnn" => "micro-final",
            _ => "benchmark",
        });
        return (space, kind == "nas-bench-201" ? TestImages.Supernet with { Filters = 4, Layers = 1 }
            : TestImages.Network with { Filters = 4, Layers = kind == "macro-cnn" ? 4 : 3 });
    }

    private static Architecture[] Drawn(SearchSpace space) =>
    [
        .. Enumerable.Range(0, 1000).Select(draw => UniformDraw.Of(space, new RandomStream(Seed, "test"), 0, draw)).Distinct()
            .Take(Architectures),
    ];

    private static ImageProxies Proxies(ITensorBackend backend, SearchSpace space, ImageNetworkOptions options) =>
        new(backend, space, options, s_batches, Images, Seed);

    private static double SynapticFlow(ImageGraph graph)
    {
        var backend = new ReferenceBackend();
        using var store = new WeightStore(backend, Seed);
        using var scope = backend.BeginStep(recordGradients: true);
        var layers = new OracleLayers(scope, store, hasNorms: false);
        var ones = new float[3 * Size * Size];
        Array.Fill(ones, 1);
        scope.Backward(scope.Sum(graph.Run(layers, scope.Constant(ones, new TensorShape(1, 3, Size, Size))).Logits));
        return layers.Products.Sum(weight => scope.Gradient(weight) is ReferenceTensor gradient
            ? weight.Values.Zip(gradient.Values, (w, slope) => w * slope).Sum() : 0);
    }

    private static (double Snip, double Norm, double? LogDeterminant) Expected(ImageGraph graph)
    {
        var backend = new ReferenceBackend();
        using var store = new WeightStore(backend, Seed);
        using var scope = backend.BeginStep(recordGradients: true);
        var layers = new OracleLayers(scope, store, hasNorms: true);
        var batch = s_batches.Training(Images, 0, 0);
        var logits = graph.Run(layers, scope.Constant(batch.Pixels, new TensorShape(Images, 3, Size, Size))).Logits;
        scope.Backward(scope.Affine(scope.CrossEntropy(logits, batch.Labels), 1f / Images, 0));
        (double[] Weights, double[] Slopes)[] products =
        [
            .. from weight in layers.Products
               let gradient = scope.Gradient(weight) as ReferenceTensor
               where gradient is not null
               select (weight.Values, gradient.Values),
        ];
        return (products.Sum(one => one.Weights.Zip(one.Slopes, (w, slope) => Math.Abs(w * slope)).Sum()),
            products.Sum(one => Math.Sqrt(one.Slopes.Sum(slope => slope * slope))),
            LogDeterminant(layers.Rectified));
    }

    // K = C Cᵀ + (1 - C)(1 - C)ᵀ as the paper writes it, and Gauss's elimination with the largest pivot.
    private static double? LogDeterminant(IEnumerable<ReferenceTensor> rectified)
    {
        var kernel = new double[Images, Images];
        foreach (var layer in rectified)
        {
            var elements = layer.Values.Length / Images;
            for (var i = 0; i < Images; i++)
            {
                for (var j = 0; j < Images; j++)
                {
                    for (var k = 0; k < elements; k++)
                    {
                        var (one, other) = (layer.Values[(i * elements) + k] > 0 ? 1 : 0, layer.Values[(j * elements) + k] > 0 ? 1 : 0);
                        kernel[i, j] += (one * other) + ((1 - one) * (1 - other));
                    }
                }
            }
        }

        var sum = 0.0;
        for (var column = 0; column < Images; column++)
        {
            var pivot = Enumerable.Range(column, Images - column).MaxBy(row => Math.Abs(kernel[row, column]));
            if (Math.Abs(kernel[pivot, column]) < 1e-6)
            {
                return null;
            }

            for (var k = 0; k < Images; k++)
            {
                (kernel[column, k], kernel[pivot, k]) = (kernel[pivot, k], kernel[column, k]);
            }

            sum += Math.Log(Math.Abs(kernel[column, column]));
            for (var row = column + 1; row < Images; row++)
            {
                var factor = kernel[row, column] / kernel[column, column];
                for (var k = column; k < Images; k++)
                {
                    kernel[row, k] -= factor * kernel[column, k];
                }
            }
        }

        return sum;
    }

    private static void Near(double? expected, double? actual, double share, Architecture architecture) =>
        Assert.True((expected, actual) is (null, null)
            || (expected is { } one && actual is { } other && Math.Abs(one - other) <= share * Math.Max(Math.Abs(one), 1e-9)),
            $"{architecture.Tokens}: {actual}, expected {expected}");
}
