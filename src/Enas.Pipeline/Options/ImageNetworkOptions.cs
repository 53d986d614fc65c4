namespace Enas.Pipeline.Options;

/// <summary>
/// Everything a convolutional network and its training need, the same record for the shared weights and for the final training: every
/// difference between a search network and a fixed one is one of these options
/// (docs/algorithms.md#macro-network and docs/algorithms.md#micro-network).
/// </summary>
public sealed record ImageNetworkOptions
{
    /// <summary>Channels F before the first reduction.</summary>
    public required int Filters { get; init; }

    /// <summary>Macro: layers L. Micro: L of L + 2 cells. NAS-Bench-201: N cells of each of the three stages.</summary>
    public required int Layers { get; init; }

    /// <summary>Factor of the channels at each of the two reductions: macro search 1, everything else 2.</summary>
    public required int ReductionWidening { get; init; }

    /// <summary>Macro: how a layer takes its skips, see <see cref="SkipMerges"/>.</summary>
    public required string SkipMerge { get; init; }

    /// <summary>Micro: how the two reductions are made, see <see cref="CellReductions"/>.</summary>
    public required string Reduction { get; init; }

    /// <summary>Micro: what becomes of a cell's loose ends, see <see cref="LooseEndMerges"/>.</summary>
    public required string LooseEnds { get; init; }

    /// <summary>Micro: one more rectifier, 1x1 convolution and norm on a cell's second input; the fixed network has it.</summary>
    public required bool ProjectSecondInput { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Learning rate at the start of each cosine period.</summary>
    public required double LearningRateMaximum { get; init; }

    /// <summary>Learning rate that each period falls towards.</summary>
    public required double LearningRateMinimum { get; init; }

    /// <summary>T0: epochs of the first period.</summary>
    public required int RestartPeriod { get; init; }

    /// <summary>Factor of each period over the one before it.</summary>
    public required int RestartFactor { get; init; }

    /// <summary>Steps over which the rate rises to that of the schedule; 0 for none.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>Nesterov momentum.</summary>
    public required double Momentum { get; init; }

    /// <summary>λ of λ Σ w² over the active weights, added to the loss.</summary>
    public required double L2 { get; init; }

    /// <summary>Largest global norm of the loss's gradient over the active weights; 0 for none.</summary>
    public required double ClipNorm { get; init; }

    /// <summary>Share kept by dropout before the last layer; 1 for none.</summary>
    public required double DropoutKeep { get; init; }

    /// <summary>Micro: share of images that a branch of the last cell keeps at the end of training; 1 for none.</summary>
    public required double DropPathKeep { get; init; }

    /// <summary>Statistics that batch norm uses outside training, see <see cref="BatchNormPolicies"/>.</summary>
    public required string BatchNorm { get; init; }

    /// <summary>Added to the variance.</summary>
    public required double BatchNormEpsilon { get; init; }

    /// <summary>Share of the running statistics that a step keeps.</summary>
    public required double BatchNormDecay { get; init; }

    /// <summary>NAS-Bench-201: whether the batch norms of a cell's operations have weights, a factor and an offset for each
    /// channel.</summary>
    public bool BatchNormAffine { get; init; } = true;

    /// <summary>NAS-Bench-201: what weights are created with, see <see cref="WeightInitializations"/>.</summary>
    public string Initialization { get; init; } = WeightInitializations.HeNormal;

    /// <summary>Training batches that <c>recalibrated</c> averages over.</summary>
    public required int RecalibrationBatches { get; init; }

    /// <summary>Micro: weight of the auxiliary head's loss; 0 for no head.</summary>
    public required double AuxiliaryWeight { get; init; }

    /// <summary>ε: the target is 1 - ε on the label plus ε spread over all classes (Szegedy et al. 2016).</summary>
    public required double LabelSmoothing { get; init; }
}

/// <summary>How a macro layer takes its skips.</summary>
public static class SkipMerges
{
    /// <summary>Operation plus skips, then one batch norm.</summary>
    public const string Sum = "sum";

    /// <summary>Operation and skips concatenated, rectifier, 1x1 convolution, batch norm; without skips too.</summary>
    public const string Concatenate = "concatenate";
}

/// <summary>How a micro network is reduced.</summary>
public static class CellReductions
{
    /// <summary>The last output is factorised to half its size, then comes a reduction cell of stride 1.</summary>
    public const string FactorisedThenCell = "factorised-then-cell";

    /// <summary>A reduction cell whose branches have stride 2 where they read a cell input.</summary>
    public const string StridedCell = "strided-cell";
}

/// <summary>What becomes of a micro cell's loose ends.</summary>
public static class LooseEndMerges
{
    /// <summary>Rectifier, 1x1 convolution by the rows of a table that belong to them, batch norm: F channels.</summary>
    public const string Project = "project";

    /// <summary>Concatenated as they are.</summary>
    public const string Concatenate = "concatenate";
}

/// <summary>What the weights of convolutions and linear layers are created with (docs/algorithms.md#initial-weights).</summary>
public static class WeightInitializations
{
    /// <summary>Normal with variance 2 / fan-in, biases 0 (He et al. 2015).</summary>
    public const string HeNormal = "he-normal";

    /// <summary>Uniform in ±1 / √fan-in, biases too: what PyTorch's layers are created with, and so the benchmark's.</summary>
    public const string Uniform = "uniform";
}

/// <summary>Statistics that batch norm uses outside training (docs/algorithms.md#batch-norm).</summary>
public static class BatchNormPolicies
{
    /// <summary>Those of the very batch that is measured.</summary>
    public const string Batch = "batch";

    /// <summary>The running averages of training; in a search they mix architectures.</summary>
    public const string Running = "running";

    /// <summary>Averages over the first training batches, measured anew for the architecture.</summary>
    public const string Recalibrated = "recalibrated";
}
