using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>Values in and out of a backend, for the cases.</summary>
public static class ConformanceValues
{
    /// <summary>A parameter with uniform values in [-range, range) of the stream of its name.</summary>
    public static Tensor Parameter(ITensorBackend backend, string name, TensorShape shape, float range)
    {
        var values = new float[shape.ElementCount];
        new RandomStream(11, name).FillUniform(values, 0, 0, -range, range);
        var parameter = backend.CreateParameter(name, shape);
        backend.Write(parameter, values);
        return parameter;
    }

    /// <summary>A tensor's values.</summary>
    public static float[] Of(IStepScope scope, Tensor tensor)
    {
        var values = new float[tensor.Shape.ElementCount];
        scope.Read(tensor, values);
        return values;
    }
}
