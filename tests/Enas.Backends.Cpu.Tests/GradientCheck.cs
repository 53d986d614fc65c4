using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Tests;

/// <summary>Runs one operation on the backend and compares values with a float64 reference, and gradients with its central differences.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>Inputs are parameters; the loss is Σ weight·output with fixed weights.</summary>
    public static void Run(
        ulong seed, Matrix[] inputs, Func<IStepScope, Tensor[], Tensor> operation, Func<Matrix[], Matrix> reference,
        double tolerance = 2e-4, bool[]? checkGradient = null, int threads = 1)
    {
        using var backend = new CpuBackend(threads);
        var parameters = inputs.Select((input, i) => Parameter(backend, $"p{i}", input)).ToArray();
        var expected = reference(inputs);
        var weights = new NumberStream(seed + 77).Floats(expected.Values.Length);
        using (var scope = backend.BeginStep(recordGradients: true))
        {
            var output = operation(scope, parameters);
            var values = new float[output.Shape.ElementCount];
            scope.Read(output, values);
            AssertClose(expected.Values, values, tolerance, "values");

            var loss = scope.Sum(scope.Multiply(output, scope.Constant(weights, output.Shape)));
            scope.Backward(loss);
            for (var i = 0; i < inputs.Length; i++)
            {
                if (checkGradient is null || checkGradient[i])
                {
                    var gradient = scope.Gradient(parameters[i]);
                    Assert.NotNull(gradient);
                    var actual = new float[inputs[i].Values.Length];
                    scope.Read(gradient, actual);
                    CheckGradient(inputs, i, reference, weights, actual, tolerance, seed);
                }
            }
        }

        Assert.Equal(0, backend.LiveStepTensorCount);
    }

    public static Matrix Random(NumberStream numbers, int rows, int columns, double low = -1, double high = 1)
    {
        var floats = numbers.Floats(rows * columns, low, high);
        return Matrix.Of(rows, columns, (i, j) => floats[(i * columns) + j]);
    }

    public static Tensor Parameter(CpuBackend backend, string key, Matrix value)
    {
        var parameter = backend.CreateParameter(key, new TensorShape(value.Rows, value.Columns));
        backend.Write(parameter, value.Values.Select(v => (float)v).ToArray());
        return parameter;
    }

    public static void AssertClose(double[] expected, float[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i])), $"{what}[{i}]: expected {expected[i]}, got {actual[i]}");
        }
    }

    /// <summary>At most forty elements of each input: central differences cost two evaluations each.</summary>
    private static void CheckGradient(Matrix[] inputs, int which, Func<Matrix[], Matrix> reference, float[] weights, float[] actual, double tolerance, ulong seed)
    {
        var numbers = new NumberStream(seed + 5);
        var values = inputs[which].Values;
        for (var trial = 0; trial < Math.Min(values.Length, 40); trial++)
        {
            var i = values.Length <= 40 ? trial : numbers.Between(0, values.Length - 1);
            var original = values[i];
            values[i] = original + Step;
            var above = Loss(reference(inputs), weights);
            values[i] = original - Step;
            var below = Loss(reference(inputs), weights);
            values[i] = original;
            var expected = (above - below) / (2 * Step);
            Assert.True(Math.Abs(expected - actual[i]) <= tolerance * (1 + Math.Abs(expected)), $"gradient {which}[{i}]: expected {expected}, got {actual[i]}");
        }
    }

    private static double Loss(Matrix output, float[] weights) => output.Values.Zip(weights, (value, weight) => value * weight).Sum();
}
