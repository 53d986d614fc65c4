using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Evaluation;

/// <summary>What an evaluation of an architecture came to.</summary>
/// <param name="Measurement">The value that counts.</param>
/// <param name="Windows">The windows or batches that it was made of; empty where it is looked up or reported as a whole.</param>
public sealed record Evaluated(Measurement Measurement, IReadOnlyList<WindowLoss> Windows)
{
    /// <summary>Whether the value and every loss that it was made of are finite.</summary>
    public bool IsFinite => double.IsFinite(Measurement.Value) && Windows.All(window => double.IsFinite(window.LossSum));

    /// <summary>Of the losses of windows or batches: the accuracy where all say how many were correct, else the perplexity.</summary>
    public static Evaluated Of(IReadOnlyList<WindowLoss> windows) => Accuracy.Of(windows) is { } accuracy
        ? new(new Measurement(Measure.Accuracy, accuracy), windows)
        : new(new Measurement(Measure.Perplexity,
            Perplexity.Of(windows.Sum(window => window.LossSum), windows.Sum(window => window.TokenCount))), windows);
}
