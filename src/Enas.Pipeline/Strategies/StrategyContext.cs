using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Strategies;

/// <summary>What a strategy is made from.</summary>
public sealed record StrategyContext
{
    /// <summary>The job.</summary>
    public required JobOptions Job { get; init; }

    /// <summary>What is searched.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>An exact backend, for whatever learns to choose; the strategy does not own it.</summary>
    public required ITensorBackend PolicyBackend { get; init; }

    /// <summary>Weight steps in one pass over the training data; null where there are no shared weights to train.</summary>
    public required int? WeightStepsPerEpoch { get; init; }

    /// <summary>The schedule as a log has it, where only the log can tell how long a round was; else null.</summary>
    public ISchedule? RecordedSchedule { get; init; }
}
