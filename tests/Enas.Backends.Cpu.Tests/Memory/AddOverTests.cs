using Enas.Pipeline.Tensors;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests.Memory;

/// <summary>A sum that takes the memory of a summand.</summary>
public sealed class AddOverTests : IDisposable
{
    private static readonly TensorShape s_shape = new(2, 3, 4, 5);
    private static readonly TensorShape s_channels = new(1, 3);

    private readonly CpuBackend _backend = new(1);
    private readonly Tensor _x;
    private readonly Tensor _gamma;
    private readonly Tensor _beta;

    public AddOverTests()
    {
        _x = ConformanceValues.Parameter(_backend, "x", s_shape, 0.5f);
        _gamma = ConformanceValues.Parameter(_backend, "gamma", s_channels, 0.5f);
        _beta = ConformanceValues.Parameter(_backend, "beta", s_channels, 0.5f);
    }

    public void Dispose() => _backend.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Values_and_gradients_are_those_of_a_plain_sum_to_the_bit(bool isFirst)
    {
        var plain = Step((scope, pooled, norm) => isFirst ? scope.Add(norm, pooled) : scope.Add(pooled, norm));
        var over = Step((scope, pooled, norm) => isFirst ? scope.AddOver(norm, pooled, norm) : scope.AddOver(pooled, norm, norm));
        Assert.Equal(plain, over);
    }

    [Fact]
    public void Its_sum_stands_where_the_spare_one_stood_which_nobody_can_read_any_more()
    {
        using var scope = _backend.BeginStep(recordGradients: true);
        var norm = Norm(scope);
        var place = Place(norm);
        Assert.Equal(place, Place(scope.AddOver(_x, norm, norm)));
        var fault = Assert.Throws<InvalidOperationException>(() => scope.Relu(norm));
        Assert.Contains("summed over", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_has_read_keeps_its_values()
    {
        using var scope = _backend.BeginStep(recordGradients: true);
        var norm = Norm(scope);
        var values = Read(scope, norm);
        _ = scope.AddOver(_x, norm, norm);
        Assert.Equal(values, Read(scope, norm));
    }

    /// <summary>The gradient of a sigmoid reads its values, and a parameter is nobody's to write over.</summary>
    [Fact]
    public void What_its_own_gradient_reads_keeps_its_values_and_so_does_a_parameter()
    {
        using var scope = _backend.BeginStep(recordGradients: true);
        var before = Read(scope, _x);
        var curve = scope.Sigmoid(_x);
        Assert.NotEqual(Place(curve), Place(scope.AddOver(curve, _x, curve)));
        Assert.NotEqual(Place(_x), Place(scope.AddOver(_x, Norm(scope), _x)));
        Assert.Equal(before, Read(scope, _x));
    }

    [Fact]
    public void A_spare_one_that_is_none_of_both_is_a_mistake()
    {
        using var scope = _backend.BeginStep(recordGradients: true);
        Assert.Throws<ArgumentException>(() => scope.AddOver(_x, Norm(scope), Norm(scope)));
    }

    private static unsafe nint Place(Tensor tensor) => (nint)((CpuTensor)tensor).Data;

    private static float[] Read(IStepScope scope, Tensor tensor)
    {
        var values = new float[tensor.Shape.ElementCount];
        scope.Read(tensor, values);
        return values;
    }

    private Tensor Norm(IStepScope scope) => scope.BatchNormImages(_x, _gamma, _beta, 1e-5f).Output;

    // The result and the gradients of all three parameters of Σ tanh(sum of a pooled and a normalised one).
    private float[] Step(Func<IStepScope, Tensor, Tensor, Tensor> sum)
    {
        using var scope = _backend.BeginStep(recordGradients: true);
        var result = scope.Tanh(sum(scope, scope.AveragePool2d(_x, PoolingOptions.Same(3, 1)), Norm(scope)));
        scope.Backward(scope.Sum(result));
        return [.. Read(scope, result), .. new[] { _x, _gamma, _beta }.SelectMany(one => Read(scope, scope.Gradient(one)!))];
    }
}
