using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>One operation of the port with inputs of given shapes, run on any backend.</summary>
/// <param name="Name">The operation and its variant.</param>
/// <param name="Shapes">Shapes of its inputs, all parameters with values in [low, high).</param>
/// <param name="Low">Lower bound of the values.</param>
/// <param name="High">Upper bound of the values.</param>
/// <param name="Apply">The operation.</param>
public sealed record OperationCase(
    string Name, IReadOnlyList<TensorShape> Shapes, float Low, float High, Func<IStepScope, IReadOnlyList<Tensor>, Tensor> Apply)
{
    /// <summary>The result, then the gradient of every input, for the loss Σ u·result with fixed random u.</summary>
    public IReadOnlyList<float[]> Run(ITensorBackend backend, float[]? firstInput = null)
    {
        var inputs = Shapes.Select((shape, i) => Input(backend, shape, i)).ToArray();
        if (firstInput is not null)
        {
            backend.Write(inputs[0], firstInput);
        }

        using var scope = backend.BeginStep(recordGradients: true);
        var result = Apply(scope, inputs);
        var upstream = new float[result.Shape.ElementCount];
        new RandomStream(3, "upstream").FillUniform(upstream, 0, 0, -1, 1);
        scope.Backward(scope.Sum(scope.Multiply(result, scope.Constant(upstream, result.Shape))));
        var values = new List<float[]> { Values(scope, result) };
        values.AddRange(
            inputs.Select(input => scope.Gradient(input) is { } gradient ? Values(scope, gradient) : new float[input.Shape.ElementCount]));
        return values;
    }

    /// <summary>The loss of <see cref="Run"/> in float64.</summary>
    public static double Loss(IReadOnlyList<float[]> run)
    {
        var upstream = new float[run[0].Length];
        new RandomStream(3, "upstream").FillUniform(upstream, 0, 0, -1, 1);
        return run[0].Zip(upstream, (value, u) => (double)value * u).Sum();
    }

    /// <summary>The values of an input.</summary>
    public float[] InputValues(int index)
    {
        var values = new float[Shapes[index].ElementCount];
        new RandomStream(3, $"input/{index}").FillUniform(values, 0, 0, Low, High);
        return values;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Name} {string.Join(" ", Shapes)}";

    private Tensor Input(ITensorBackend backend, TensorShape shape, int index)
    {
        var parameter = backend.CreateParameter($"input{index}", shape);
        backend.Write(parameter, InputValues(index));
        return parameter;
    }

    private static float[] Values(IStepScope scope, Tensor tensor)
    {
        var values = new float[tensor.Shape.ElementCount];
        scope.Read(tensor, values);
        return values;
    }
}
