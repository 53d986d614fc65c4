using Enas.Pipeline.Tensors;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests.Memory;

/// <summary>What a step holds at its highest.</summary>
public sealed class StepMemoryTests
{
    private const int Layers = 24;
    private static readonly TensorShape s_shape = new(1024, 1024);

    /// <summary>A gradient is read by one operation, so two of them are alive at a time. Memory grows in pieces, each as large as all
    /// before it: 24 results of 4 MiB are in 128 MiB, and with a gradient for each they would need 256.</summary>
    [Fact]
    public void Gradients_of_a_chain_take_the_room_of_two_results()
    {
        using var backend = new CpuBackend(1);
        var weight = ConformanceValues.Parameter(backend, "weight", s_shape, 0.1f);
        using (var scope = backend.BeginStep(recordGradients: true))
        {
            var x = weight;
            for (var layer = 0; layer < Layers; layer++)
            {
                x = layer % 3 == 2 ? scope.Reshape(scope.Sigmoid(x), s_shape) : scope.Sigmoid(x);
            }

            scope.Backward(scope.Sum(x));
        }

        Assert.InRange(backend.MemoryBytes.Live, Layers * 4L << 20, 140L << 20);
    }

    /// <summary>Two branches of one result, of different depth: the second contribution must find the first one where it was.</summary>
    [Fact]
    public void A_result_that_several_operations_read_keeps_its_gradient_until_the_last_of_them_has_run()
    {
        using var backend = new CpuBackend(1);
        var weight = ConformanceValues.Parameter(backend, "weight", new TensorShape(3, 5), 0.5f);
        var gradients = new float[2][];
        for (var turn = 0; turn < 2; turn++)
        {
            using var scope = backend.BeginStep(recordGradients: true);
            var root = scope.Tanh(weight);
            var deep = scope.Reshape(scope.Sigmoid(scope.Tanh(scope.Reshape(root, new TensorShape(5, 3)))), new TensorShape(3, 5));
            var parts = turn == 0 ? scope.Add(scope.Multiply(root, deep), root) : scope.Add(root, scope.Multiply(deep, root));
            scope.Backward(scope.Sum(parts));
            gradients[turn] = new float[15];
            scope.Read(scope.Gradient(weight)!, gradients[turn]);
        }

        var values = new float[15];
        using (var scope = backend.BeginStep(recordGradients: false))
        {
            scope.Read(weight, values);
        }

        for (var i = 0; i < values.Length; i++)
        {
            // y = r·s(tanh r) + r with r = tanh w, in float64.
            var r = Math.Tanh(values[i]);
            var t = Math.Tanh(r);
            var s = 1 / (1 + Math.Exp(-t));
            var expected = (s + (r * s * (1 - s) * (1 - (t * t))) + 1) * (1 - (r * r));
            Assert.Equal(expected, gradients[0][i], 1e-5);
            Assert.Equal(expected, gradients[1][i], 1e-5);
        }
    }
}
