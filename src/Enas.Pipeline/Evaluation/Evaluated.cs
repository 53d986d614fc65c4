using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>What an evaluation of an architecture came to.</summary>
/// <param name="Measurement">The value that counts.</param>
/// <param name="Windows">The windows or batches that it was made of; empty where it is looked up or reported as a whole.</param>
/// <param name="Cost">What it cost; null where that is not counted.</param>
public sealed record Evaluated(Measurement Measurement, IReadOnlyList<WindowLoss> Windows, WorkCost? Cost = null)
{
    /// <summary>Why the architecture has no value though that is an answer, as a stable kebab-case reason; null where it has one.</summary>
    public string? Failure { get; init; }

    /// <summary>Sets of shared weights that it was made with; losses and counts are the sums over them.</summary>
    public int Checkpoints { get; init; } = 1;

    /// <summary>An architecture that has no value: the measure's worst.</summary>
    public static Evaluated Failed(Measure measure, string reason) => new(new Measurement(measure, measure.Worst), []) { Failure = reason };

    /// <summary>Whether the value and every loss that it was made of are finite.</summary>
    public bool IsFinite => Failure is null && double.IsFinite(Measurement.Value) && Windows.All(window => double.IsFinite(window.LossSum));

    /// <summary>As it is known when the same architecture is asked for again: it costs nothing more.</summary>
    public Evaluated Again => Cost is null ? this : this with { Cost = Cost with { MultiplyAdds = 0 } };

    /// <summary>Of the losses of windows or batches: the accuracy where all say how many were correct, else the perplexity.</summary>
    public static Evaluated Of(IReadOnlyList<WindowLoss> windows) => Accuracy.Of(windows) is { } accuracy
        ? new(new Measurement(Measure.Accuracy, accuracy), windows)
        : new(new Measurement(Measure.Perplexity,
            Perplexity.Of(windows.Sum(window => window.LossSum), windows.Sum(window => window.TokenCount))), windows);
}
