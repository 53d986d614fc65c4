using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Tests;

/// <summary>The fused kernels against the same operations over primitives.</summary>
public sealed class FusedTests
{
    [Theory]
    [InlineData(1, 1, 3, 4, 5, 7, false, false, false)]
    [InlineData(2, 2, 3, 4, 5, 7, false, false, false)]
    [InlineData(3, 5, 4, 6, 17, 16, true, false, false)]
    [InlineData(4, 8, 3, 5, 20, 33, false, true, false)]
    [InlineData(5, 8, 5, 9, 24, 20, true, true, true)]
    [InlineData(6, 12, 4, 3, 10, 50, true, false, true)]
    [InlineData(7, 12, 2, 11, 40, 37, true, true, false)]
    [InlineData(8, 4, 3, 1, 8, 24, true, false, true)]
    public void The_recurrent_kernel_equals_primitives(ulong seed, int nodes, int time, int batch, int embedding, int width, bool masked, bool batchNorm, bool limited)
    {
        var cell = new RandomCell(seed, nodes, time, batch, embedding, width, masked, batchNorm, limited ? 1.5f : null);
        using var backend = new CpuBackend(2);
        var expected = cell.Run(backend, FusedOperations.RecurrentCellFromPrimitives);
        var actual = cell.Run(backend, (scope, inputs) => scope.TryRecurrentCell(inputs)!);
        var forwardOnly = cell.Run(backend, (scope, inputs) => scope.TryRecurrentCell(inputs)!, gradients: false);
        Assert.Equal(actual[0], forwardOnly[0]);
        for (var i = 0; i < expected.Count; i++)
        {
            GradientCheck.AssertClose(expected[i].Select(v => (double)v).ToArray(), actual[i], 5e-4, $"result {i}");
        }
    }

    [Theory]
    [InlineData(1, 3, 5, 7, false)]
    [InlineData(2, 70, 33, 50, true)]
    [InlineData(3, 600, 20, 130, true)]
    [InlineData(4, 513, 48, 96, false)]
    public void The_tied_loss_kernel_equals_primitives(ulong seed, int rows, int width, int classes, bool biased)
    {
        using var backend = new CpuBackend(2);
        foreach (var factor in new[] { 1f, 0.5f })
        {
            var expected = TiedLoss.Run(backend, seed, rows, width, classes, biased, FusedOperations.TiedCrossEntropyFromPrimitives, factor);
            var actual = TiedLoss.Run(backend, seed, rows, width, classes, biased, TiedLoss.Kernel, factor);
            for (var i = 0; i < expected.Count; i++)
            {
                GradientCheck.AssertClose(expected[i].Select(v => (double)v).ToArray(), actual[i], 2e-4, $"result {i}");
            }
        }
    }

    [Fact]
    public void A_cell_with_batch_norm_in_its_nodes_is_left_to_primitives()
    {
        using var backend = new CpuBackend(1);
        using var scope = backend.BeginStep(recordGradients: false);
        var inputs = new RecurrentCellInputs
        {
            TimeSteps = 1, Batch = 2, Sources = [0], Activations = [Activation.Tanh], OutputNodes = [0],
            Input = scope.Zeros(new(2, 3)), InitialState = scope.Zeros(new(2, 4)), InputWeight = scope.Zeros(new(3, 8)), StateWeight = scope.Zeros(new(4, 8)),
            NodeWeights = [], NodeBatchNormGammas = [scope.Zeros(new(1, 8))], NodeBatchNormBetas = [scope.Zeros(new(1, 8))],
        };
        Assert.Null(scope.TryRecurrentCell(inputs));
        Assert.Equal(new TensorShape(2, 4), scope.RecurrentCell(inputs).Shape);
    }
}

/// <summary>A tied decoder's loss with gradients.</summary>
internal static class TiedLoss
{
    public delegate Tensor Loss(IStepScope scope, Tensor h, Tensor table, Tensor? bias, ReadOnlySpan<int> targets);

    public static Tensor Kernel(IStepScope scope, Tensor h, Tensor table, Tensor? bias, ReadOnlySpan<int> targets) =>
        scope.TryTiedCrossEntropy(h, table, bias, targets)!;

    public static List<float[]> Run(CpuBackend backend, ulong seed, int rows, int width, int classes, bool biased, Loss loss, float factor)
    {
        var numbers = new NumberStream(seed);
        var parameters = new[] { new TensorShape(rows, width), new TensorShape(classes, width), new TensorShape(1, classes) }
            .Select((shape, i) => backend.CreateParameter($"p{i}", shape)).ToArray();
        Array.ForEach(parameters, parameter => backend.Write(parameter, numbers.Floats(parameter.Shape.ElementCount)));
        var targets = numbers.Indices(rows, classes, low: -1);
        var results = new List<float[]>();
        using (var scope = backend.BeginStep(recordGradients: true))
        {
            var value = loss(scope, parameters[0], parameters[1], biased ? parameters[2] : null, targets);
            results.Add([scope.ReadScalar(value)]);
            scope.Backward(scope.Affine(value, factor, 0f));
            foreach (var parameter in biased ? parameters : parameters[..2])
            {
                var gradient = new float[parameter.Shape.ElementCount];
                scope.Read(scope.Gradient(parameter)!, gradient);
                results.Add(gradient);
            }
        }

        Assert.Equal(0, backend.LiveStepTensorCount);
        Array.ForEach(parameters, backend.Release);
        return results;
    }
}
