namespace Enas.Pipeline.Tensors;

/// <summary>
/// Everything the recurrent highway cell needs to run over a sequence (docs/algorithms.md#recurrent-cell).
/// <code>
/// node 0:  z = (x_t ∘ 1) Wx + (h_{t-1} ∘ m) Wh;  c = σ(z[:, :H]);  n_0 = h_{t-1} + c (f_0(z[:, H:]) - h_{t-1})
/// node l:  z = (n_j ∘ m) W_l;                    c = σ(z[:, :H]);  n_l = n_j + c (f_l(z[:, H:]) - n_j)
/// h_t   :  mean of OutputNodes, added in ascending order, times 1/count; then batch norm over the batch (if given); then the row-norm
/// limit
/// </code>
/// The carried term uses the undropped predecessor. The result is h for all time steps, [TimeSteps·Batch, H], time outermost.
/// </summary>
public sealed record RecurrentCellInputs
{
    /// <summary>Sequence length T.</summary>
    public required int TimeSteps { get; init; }

    /// <summary>Batch size B.</summary>
    public required int Batch { get; init; }

    /// <summary>Predecessor of each node; entry 0 is ignored (node 0 reads x and h).</summary>
    public required IReadOnlyList<int> Sources { get; init; }

    /// <summary>Activation of each node.</summary>
    public required IReadOnlyList<Activation> Activations { get; init; }

    /// <summary>The nodes whose mean is the output, ascending: the loose ends, or all.</summary>
    public required IReadOnlyList<int> OutputNodes { get; init; }

    /// <summary>Input [T·B, E], dropout already applied.</summary>
    public required Tensor Input { get; init; }

    /// <summary>State h_{-1} [B, H], a constant.</summary>
    public required Tensor InitialState { get; init; }

    /// <summary>Wx [E, 2H], gate half first.</summary>
    public required Tensor InputWeight { get; init; }

    /// <summary>Wh [H, 2H], gate half first.</summary>
    public required Tensor StateWeight { get; init; }

    /// <summary>W_l [H, 2H] of nodes 1 .. N-1, gate half first; the list has N-1 entries.</summary>
    public required IReadOnlyList<Tensor> NodeWeights { get; init; }

    /// <summary>Variational mask m [B, H] on the input of every matrix product with a state or node, or null. A constant.</summary>
    public Tensor? HiddenMask { get; init; }

    /// <summary>Scale of the batch norm after the mean [1, H], or null for none.</summary>
    public Tensor? BatchNormGamma { get; init; }

    /// <summary>Shift of the batch norm after the mean [1, H].</summary>
    public Tensor? BatchNormBeta { get; init; }

    /// <summary>ε of the batch norm.</summary>
    public float BatchNormEpsilon { get; init; } = 1e-5f;

    /// <summary>
    /// Scale [1, 2H] of a further batch norm after every node's product, or empty for none; N entries, node 0 first. The official preset
    /// has it.
    /// </summary>
    public IReadOnlyList<Tensor> NodeBatchNormGammas { get; init; } = [];

    /// <summary>Shifts that go with <see cref="NodeBatchNormGammas"/>.</summary>
    public IReadOnlyList<Tensor> NodeBatchNormBetas { get; init; } = [];

    /// <summary>Row-norm limit of h_t (25 in one of the sources), or null for none.</summary>
    public float? HiddenNormLimit { get; init; }
}
