namespace Enas.Pipeline.Tensors;

/// <summary>
/// The arithmetic behind supernets, fixed networks and policies. Parameters (weights and optimiser state) persist; a step's
/// tensors belong to its scope. Not thread-safe: one search uses one backend from one thread at a time; parallelism is inside.
/// </summary>
public interface ITensorBackend : IDisposable
{
    /// <summary>Short name, for example <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>What the backend promises about bits, for example <c>cpu-exact/1</c>; a fact of every search.</summary>
    string Numerics { get; }

    /// <summary>True when equal inputs give equal bits on every machine and thread count.</summary>
    bool IsExact { get; }

    /// <summary>What runs: threads, instruction set, library versions. Observations, never facts.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Describe();

    /// <summary>Creates a persistent parameter, zero-filled.</summary>
    /// <param name="key">The weight key that names it for good.</param>
    /// <param name="shape">Its shape.</param>
    Tensor CreateParameter(string key, TensorShape shape);

    /// <summary>Releases a parameter's memory.</summary>
    void Release(Tensor parameter);

    /// <summary>Copies a parameter's values out; <paramref name="destination"/> has exactly its element count.</summary>
    void Read(Tensor parameter, Span<float> destination);

    /// <summary>Sets a parameter's values; <paramref name="source"/> has exactly its element count.</summary>
    void Write(Tensor parameter, ReadOnlySpan<float> source);

    /// <summary>Opens the scope of one step. At most one scope is open at a time.</summary>
    /// <param name="recordGradients">Whether operations on parameters are taped for <see cref="IStepScope.Backward"/>.</param>
    IStepScope BeginStep(bool recordGradients);

    /// <summary>Plain gradient descent, w ← w - η (s·g + 2λ·w), on parameters that have a gradient in the open scope.</summary>
    /// <param name="scope">The scope after <see cref="IStepScope.Backward"/>.</param>
    /// <param name="parameters">The active parameters; others are not touched.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="gradientScale">s, the clipping factor.</param>
    /// <param name="l2">λ, coefficient of the sum of squares in the loss.</param>
    void SgdStep(IStepScope scope, IReadOnlyList<Tensor> parameters, float learningRate, float gradientScale, float l2);

    /// <summary>
    /// Adam (Kingma and Ba 2015): m ← β1 m + (1-β1) g, v ← β2 v + (1-β2) g², w ← w - rate·m / (√(v·vScale) + ε).
    /// The caller passes the bias corrections: <paramref name="rate"/> = η/(1-β1^t) and <paramref name="secondMomentScale"/> = 1/(1-β2^t).
    /// </summary>
    void AdamStep(IStepScope scope, Tensor parameter, Tensor firstMoment,
        Tensor secondMoment, float rate, float beta1, float beta2, float secondMomentScale, float epsilon, float gradientScale);

    /// <summary>
    /// Nesterov's momentum in the form of Sutskever et al. 2013 as frameworks have it, on one active parameter: with G = s·g + 2λ·w,
    /// v ← μ v + G, then w ← w - η (G + μ v). Nothing happens to a parameter without a gradient in the open scope.
    /// </summary>
    /// <param name="scope">The scope after <see cref="IStepScope.Backward"/>.</param>
    /// <param name="parameter">w.</param>
    /// <param name="velocity">v, a parameter of w's shape.</param>
    /// <param name="rate">η.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="gradientScale">s, the clipping factor.</param>
    /// <param name="l2">λ, coefficient of the sum of squares in the loss.</param>
    void NesterovStep(IStepScope scope, Tensor parameter, Tensor velocity, float rate, float momentum, float gradientScale, float l2);

    /// <summary>target ← target + weight·(source - target), for weight averaging.</summary>
    void Lerp(Tensor target, Tensor source, float weight);

    /// <summary>Bytes the backend holds now and at its peak (parameters and step memory).</summary>
    (long Live, long Peak) MemoryBytes { get; }

    /// <summary>Step-scoped tensors alive now; zero whenever no scope is open.</summary>
    int LiveStepTensorCount { get; }
}
