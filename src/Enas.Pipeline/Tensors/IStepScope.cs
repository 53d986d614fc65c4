namespace Enas.Pipeline.Tensors;

/// <summary>
/// One step's operations, tape and memory. Matrices are row-major; an operation that takes a matrix sees a tensor of higher rank
/// as [everything but the last, last]. Each operation has a gradient with respect to every tensor input unless it says otherwise;
/// nothing is taped when the scope was opened without gradients or when no input descends from a parameter.
/// </summary>
public partial interface IStepScope : IDisposable
{
    // ---- leaves

    /// <summary>A constant copied from <paramref name="values"/> (no gradient).</summary>
    Tensor Constant(ReadOnlySpan<float> values, TensorShape shape);

    /// <summary>A constant of zeros.</summary>
    Tensor Zeros(TensorShape shape);

    // ---- products

    /// <summary>op(a)·op(b): [m, k] x [k, n] → [m, n], where op transposes when asked.</summary>
    Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false);

    // ---- element-wise; b is of a's shape, or one row [1, n] repeated over a's rows, or one column [m, 1] repeated over a's columns

    /// <summary>a + b.</summary>
    Tensor Add(Tensor a, Tensor b);

    /// <summary>a - b.</summary>
    Tensor Subtract(Tensor a, Tensor b);

    /// <summary>a · b, element by element.</summary>
    Tensor Multiply(Tensor a, Tensor b);

    /// <summary>factor·a + offset.</summary>
    Tensor Affine(Tensor a, float factor, float offset);

    /// <summary>tanh a.</summary>
    Tensor Tanh(Tensor a);

    /// <summary>1 / (1 + e^-a).</summary>
    Tensor Sigmoid(Tensor a);

    /// <summary>max(a, 0).</summary>
    Tensor Relu(Tensor a);

    /// <summary>e^a.</summary>
    Tensor Exp(Tensor a);

    /// <summary>Natural logarithm, a &gt; 0.</summary>
    Tensor Log(Tensor a);

    /// <summary>a·mask where <paramref name="mask"/> [b, n] is repeated over time: a is [t·b, n] (time outermost). No gradient
    /// to the mask.</summary>
    Tensor MultiplyRepeated(Tensor a, Tensor mask);

    // ---- shape

    /// <summary>Columns start .. start+count of a matrix.</summary>
    Tensor SliceColumns(Tensor a, int start, int count);

    /// <summary>Rows start .. start+count of a matrix.</summary>
    Tensor SliceRows(Tensor a, int start, int count);

    /// <summary>Matrices of equal width, one below the other.</summary>
    Tensor ConcatRows(IReadOnlyList<Tensor> parts);

    /// <summary>Matrices of equal height, side by side.</summary>
    Tensor ConcatColumns(IReadOnlyList<Tensor> parts);

    /// <summary>Σ weights[i]·parts[i] over tensors of equal shape, added in list order.</summary>
    Tensor WeightedSum(IReadOnlyList<Tensor> parts, ReadOnlySpan<float> weights);

    // ---- reductions

    /// <summary>Sum of all elements, [1, 1].</summary>
    Tensor Sum(Tensor a);

    /// <summary>Softmax of each row.</summary>
    Tensor Softmax(Tensor a);

    /// <summary>Log-softmax of each row.</summary>
    Tensor LogSoftmax(Tensor a);

    /// <summary>Element [row, columns[row]] of each row, [m, 1].</summary>
    Tensor Pick(Tensor a, ReadOnlySpan<int> columns);

    /// <summary>Sum over rows of -log softmax(logits)[target]; rows with target -1 are ignored. [1, 1], natural logarithm.</summary>
    Tensor CrossEntropy(Tensor logits, ReadOnlySpan<int> targets);

    // ---- networks

    /// <summary>Rows of <paramref name="table"/> [v, e] by index, each multiplied by its scale when scales are
    /// given: [indices, e].</summary>
    Tensor Embedding(Tensor table, ReadOnlySpan<int> indices, ReadOnlySpan<float> rowScales = default);

    /// <summary>
    /// Batch norm over rows with batch statistics: y = γ (x - mean) / √(variance + ε) + β per column, biased variance.
    /// </summary>
    Tensor BatchNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon);

    /// <summary>Scales each row whose L2 norm exceeds <paramref name="maximum"/> down to it; the scale counts as a constant
    /// in the gradient.</summary>
    Tensor LimitRowNorm(Tensor a, float maximum);

    // ---- fused: the defaults over primitives are in FusedOperations; a backend may return null to say that it has no kernel

    /// <summary>The recurrent cell over a whole sequence in one kernel, or null. See <see cref="RecurrentCellInputs"/>.</summary>
    Tensor? TryRecurrentCell(RecurrentCellInputs inputs) => null;

    /// <summary>
    /// Sum over rows of the cross-entropy of h·tableᵀ (+ bias) against targets (-1 ignored) without keeping all logits, or null.
    /// h is [m, e], table [v, e], bias [1, v] or null.
    /// </summary>
    Tensor? TryTiedCrossEntropy(Tensor h, Tensor table, Tensor? bias, ReadOnlySpan<int> targets) => null;

    /// <summary>Σ weights[0, i]·parts[i] in one kernel, or null. See <see cref="FusedOperations.MixedSum"/>.</summary>
    Tensor? TryMixedSum(IReadOnlyList<Tensor> parts, Tensor weights) => null;

    /// <summary>
    /// first + second, two tensors of one shape. Nothing else reads <paramref name="spare"/>, which is one of them, afterwards: a backend
    /// may put the sum into its memory, and using it later may be an error.
    /// </summary>
    Tensor AddOver(Tensor first, Tensor second, Tensor spare) => Add(first, second);

    // ---- tape

    /// <summary>
    /// Accumulates d loss / d parameter for every parameter that <paramref name="loss"/> [1, 1] depends on. Once per scope.
    /// </summary>
    void Backward(Tensor loss);

    /// <summary>The gradient of a parameter after <see cref="Backward"/>, of its shape, or null when the loss does not
    /// depend on it.</summary>
    Tensor? Gradient(Tensor parameter);

    /// <summary>L2 norm over the gradients of <paramref name="parameters"/>, in the list's order, accumulated in float64.</summary>
    double GradientNorm(IReadOnlyList<Tensor> parameters);

    // ---- values

    /// <summary>Copies any tensor's values out. Synchronises with the device.</summary>
    void Read(Tensor tensor, Span<float> destination);

    /// <summary>The single element of a [1, 1] tensor.</summary>
    float ReadScalar(Tensor tensor)
    {
        Span<float> value = stackalloc float[1];
        Read(tensor, value);
        return value[0];
    }
}
