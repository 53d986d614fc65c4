using Enas.Pipeline.Networks;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>A backend that keeps the gradients of every weight of a store at each step of gradient descent, before
/// they are applied.</summary>
internal sealed class GradientRecordingBackend(ITensorBackend inner) : ITensorBackend
{
    /// <summary>The store that is watched.</summary>
    public WeightStore? Store { get; set; }

    /// <summary>Of the last step, by weight key: null where the tape has no gradient for a weight.</summary>
    public SortedDictionary<string, float[]?> Gradients { get; } = new(StringComparer.Ordinal);

    public string Name => inner.Name;

    public string Numerics => inner.Numerics;

    public bool IsExact => inner.IsExact;

    public (long Live, long Peak) MemoryBytes => inner.MemoryBytes;

    public int LiveStepTensorCount => inner.LiveStepTensorCount;

    public IReadOnlyList<KeyValuePair<string, string>> Describe() => inner.Describe();

    public Tensor CreateParameter(string key, TensorShape shape) => inner.CreateParameter(key, shape);

    public void Release(Tensor parameter) => inner.Release(parameter);

    public void Read(Tensor parameter, Span<float> destination) => inner.Read(parameter, destination);

    public void Write(Tensor parameter, ReadOnlySpan<float> source) => inner.Write(parameter, source);

    public IStepScope BeginStep(bool recordGradients) => inner.BeginStep(recordGradients);

    public void SgdStep(IStepScope scope, IReadOnlyList<Tensor> parameters, float learningRate, float gradientScale, float l2)
    {
        Gradients.Clear();
        foreach (var key in Store?.Keys ?? [])
        {
            var gradient = scope.Gradient(Store!.Get(key));
            var values = gradient is null ? null : new float[gradient.Shape.ElementCount];
            if (gradient is not null)
            {
                scope.Read(gradient, values);
            }

            Gradients.Add(key, values);
        }

        inner.SgdStep(scope, parameters, learningRate, gradientScale, l2);
    }

    public void AdamStep(IStepScope scope, Tensor parameter, Tensor firstMoment,
        Tensor secondMoment, float rate, float beta1, float beta2, float secondMomentScale, float epsilon, float gradientScale) =>
        inner.AdamStep(scope, parameter, firstMoment, secondMoment, rate, beta1, beta2, secondMomentScale, epsilon, gradientScale);

    public void NesterovStep(IStepScope scope,
        Tensor parameter, Tensor velocity, float rate, float momentum, float gradientScale, float l2) =>
        inner.NesterovStep(scope, parameter, velocity, rate, momentum, gradientScale, l2);

    public void Lerp(Tensor target, Tensor source, float weight) => inner.Lerp(target, source, weight);

    public void Dispose() => inner.Dispose();
}
