using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>What changes parameters, and what must not.</summary>
internal static class OptimiserChecks
{
    private const double Tolerance = 2e-5;

    private static readonly TensorShape s_shape = new(7, 11);

    /// <summary>Ten steps of descent with weight decay, ten of Adam, ten with Nesterov's momentum, their gradient
    /// norms, weight averaging.</summary>
    public static void Steps(Func<ITensorBackend> create)
    {
        using var backend = create();
        using var oracle = new ReferenceBackend();
        Agreement.Within("optimisers", Optimised(oracle), Optimised(backend), Tolerance, 1);
        Agreement.Require(backend.LiveStepTensorCount == 0, "tensors outlive their step");
    }

    /// <summary>A parameter that the loss does not depend on has no gradient, and no optimiser touches it.</summary>
    public static void UntouchedParameters(Func<ITensorBackend> create)
    {
        using var backend = create();
        var (used, other) = (ConformanceValues.Parameter(backend, "used", s_shape, 1),
            ConformanceValues.Parameter(backend, "other", s_shape, 1));
        var (first, second) = (ConformanceValues.Parameter(backend, "first", s_shape, 1),
            ConformanceValues.Parameter(backend, "second", s_shape, 1));
        var before = new[] { other, first, second }.Select(parameter => Values(backend, parameter)).ToArray();
        using (var scope = backend.BeginStep(recordGradients: true))
        {
            _ = scope.Tanh(other);
            scope.Backward(scope.Sum(scope.Multiply(used, used)));
            Agreement.Require(scope.Gradient(other) is null, "a parameter that the loss does not depend on has a gradient");
            backend.SgdStep(scope, [used, other], 0.1f, 1, 0.5f);
            backend.AdamStep(scope, other, first, second, 0.1f, 0.9f, 0.99f, 1, 1e-8f, 1);
        }

        using (var scope = backend.BeginStep(recordGradients: true))
        {
            Agreement.Require(scope.Gradient(used) is null, "a gradient outlives its step");
        }

        Agreement.Within("untouched parameters",
            before, [.. new[] { other, first, second }.Select(parameter => Values(backend, parameter))], 0, 1);
    }

    /// <summary>Misuse is an error, not a wrong number.</summary>
    public static void Errors(Func<ITensorBackend> create)
    {
        using var backend = create();
        var a = ConformanceValues.Parameter(backend, "a", s_shape, 1);
        var b = ConformanceValues.Parameter(backend, "b", new TensorShape(3, 5), 1);
        var closed = backend.BeginStep(recordGradients: false);
        Throws<InvalidOperationException>("two open steps", () => backend.BeginStep(recordGradients: true));
        var old = closed.Tanh(a);
        closed.Dispose();
        Throws<ObjectDisposedException>("a closed step", () => closed.Tanh(a));
        using var scope = backend.BeginStep(recordGradients: true);
        Throws<InvalidOperationException>("a tensor of a closed step", () => scope.Tanh(old));
        Throws<ArgumentException>("a product of shapes that do not fit", () => scope.MatMul(a, b));
        Throws<ArgumentException>("a sum of shapes that do not fit", () => scope.Add(a, b));
        Throws<ArgumentException>("a loss that is no number", () => scope.Backward(scope.Tanh(a)));
        Throws<ArgumentException>("a constant of another size", () => scope.Constant([1, 2], s_shape));
    }

    private static float[][] Optimised(ITensorBackend backend)
    {
        var (w, v) = (ConformanceValues.Parameter(backend, "w", s_shape, 1), ConformanceValues.Parameter(backend, "v", s_shape, 1));
        var (first, second) = (backend.CreateParameter("first", s_shape), backend.CreateParameter("second", s_shape));
        var average = ConformanceValues.Parameter(backend, "average", s_shape, 1);
        var (u, velocity) = (ConformanceValues.Parameter(backend, "u", s_shape, 1), backend.CreateParameter("velocity", s_shape));
        var norms = new List<float>();
        for (var step = 1; step <= 10; step++)
        {
            using var scope = backend.BeginStep(recordGradients: true);
            scope.Backward(scope.Sum(scope.Multiply(scope.Multiply(scope.Tanh(w), scope.Sigmoid(v)), scope.Tanh(u))));
            norms.Add((float)scope.GradientNorm([w, v, u]));
            backend.SgdStep(scope, [w], 0.3f, 0.7f, 0.01f);
            backend.AdamStep(scope, v, first,
                second, (float)(0.05 / (1 - Math.Pow(0.9, step))), 0.9f, 0.99f, (float)(1 / (1 - Math.Pow(0.99, step))), 1e-8f, 0.7f);
            backend.NesterovStep(scope, u, velocity, 0.2f, 0.9f, 0.7f, 0.01f);
            backend.Lerp(average, w, 0.2f);
        }

        return [[.. norms], .. new[] { w, v, first, second, u, velocity, average }.Select(parameter => Values(backend, parameter))];
    }

    private static float[] Values(ITensorBackend backend, Tensor parameter)
    {
        var values = new float[parameter.Shape.ElementCount];
        backend.Read(parameter, values);
        return values;
    }

    private static void Throws<T>(string what, Action action)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T)
        {
            return;
        }

        throw new ConformanceException($"{what} is no error");
    }
}
