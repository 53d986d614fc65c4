using Enas.Pipeline.Tensors;

namespace Enas.TestKit;

/// <summary>
/// The oracle: every operation in plain loops over float64, one line of arithmetic each, gradients by the textbook. Slow and simple on
/// purpose; backends are held against it. Parameters are stored in float64 too, so finite differences are sharp.
/// </summary>
public sealed class ReferenceBackend(bool isExact = true) : ITensorBackend
{
    public string Name => "reference";

    public string Numerics => "reference-float64";

    public bool IsExact => isExact;

    public (long Live, long Peak) MemoryBytes => (0, 0);

    /// <summary>Multiply-adds of all products of matrices so far, forward.</summary>
    public long MatrixMultiplyAdds { get; internal set; }

    public int LiveStepTensorCount { get; internal set; }

    public IReadOnlyList<KeyValuePair<string, string>> Describe() => [new("backend", Name)];

    public Tensor CreateParameter(string key, TensorShape shape) =>
        new ReferenceTensor(shape, new double[shape.ElementCount]) { IsParameter = true, NeedsGradient = true };

    public void Release(Tensor parameter)
    {
    }

    public void Read(Tensor parameter, Span<float> destination) => Copy(((ReferenceTensor)parameter).Values, destination);

    public void Write(Tensor parameter, ReadOnlySpan<float> source)
    {
        var values = ((ReferenceTensor)parameter).Values;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = source[i];
        }
    }

    public IStepScope BeginStep(bool recordGradients) => new ReferenceScope(this, recordGradients);

    public void SgdStep(IStepScope scope, IReadOnlyList<Tensor> parameters, float learningRate, float gradientScale, float l2)
    {
        foreach (var parameter in parameters.Cast<ReferenceTensor>())
        {
            if (scope.Gradient(parameter) is ReferenceTensor gradient)
            {
                for (var i = 0; i < parameter.Values.Length; i++)
                {
                    parameter.Values[i] -= learningRate * ((gradientScale * gradient.Values[i]) + (2 * l2 * parameter.Values[i]));
                }
            }
        }
    }

    public void AdamStep(IStepScope scope, Tensor parameter, Tensor firstMoment,
        Tensor secondMoment, float rate, float beta1, float beta2, float secondMomentScale, float epsilon, float gradientScale)
    {
        if (scope.Gradient(parameter) is not ReferenceTensor gradient)
        {
            return;
        }

        var (w, m, v) = (((ReferenceTensor)parameter).Values,
            ((ReferenceTensor)firstMoment).Values, ((ReferenceTensor)secondMoment).Values);
        for (var i = 0; i < w.Length; i++)
        {
            var g = gradientScale * gradient.Values[i];
            m[i] = (beta1 * m[i]) + ((1 - beta1) * g);
            v[i] = (beta2 * v[i]) + ((1 - beta2) * g * g);
            w[i] -= rate * m[i] / (Math.Sqrt(v[i] * secondMomentScale) + epsilon);
        }
    }

    public void NesterovStep(IStepScope scope, Tensor parameter, Tensor velocity, float rate, float momentum, float gradientScale, float l2)
    {
        if (scope.Gradient(parameter) is not ReferenceTensor gradient)
        {
            return;
        }

        var (w, v) = (((ReferenceTensor)parameter).Values, ((ReferenceTensor)velocity).Values);
        for (var i = 0; i < w.Length; i++)
        {
            var g = (gradientScale * gradient.Values[i]) + (2 * l2 * w[i]);
            v[i] = (momentum * v[i]) + g;
            w[i] -= rate * (g + (momentum * v[i]));
        }
    }

    public void Lerp(Tensor target, Tensor source, float weight)
    {
        var (t, s) = (((ReferenceTensor)target).Values, ((ReferenceTensor)source).Values);
        for (var i = 0; i < t.Length; i++)
        {
            t[i] += weight * (s[i] - t[i]);
        }
    }

    public void Dispose()
    {
    }

    internal static void Copy(double[] source, Span<float> destination)
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = (float)source[i];
        }
    }
}

/// <summary>A float64 tensor with its gradient.</summary>
public sealed class ReferenceTensor(TensorShape shape, double[] values) : Tensor
{
    public override TensorShape Shape => shape;

    /// <summary>Row-major values.</summary>
    public double[] Values => values;

    internal bool IsParameter { get; init; }

    internal bool NeedsGradient { get; init; }

    internal double[]? Gradient { get; set; }

    internal int Rows => shape.Rows;

    internal int Columns => shape.Columns;
}
