using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;

namespace Enas.Benchmarks;

/// <summary>Parameters with random values.</summary>
internal static class Values
{
    /// <summary>A parameter of uniform values in ±<paramref name="range"/>; the same at every run.</summary>
    public static Tensor Parameter(this ITensorBackend backend, string name, TensorShape shape, float range = 1)
    {
        var values = new float[shape.ElementCount];
        new RandomStream(1, name).FillUniform(values, 0, 0, -range, range);
        var parameter = backend.CreateParameter(name, shape);
        backend.Write(parameter, values);
        return parameter;
    }
}
