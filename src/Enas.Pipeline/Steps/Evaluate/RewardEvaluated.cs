using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Evaluate;

/// <summary>A reward was measured.</summary>
/// <param name="Position">The step.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
/// <param name="Tokens">The architecture.</param>
/// <param name="Reward">Raw reward, before the entropy term: c / perplexity^power over tokens, the accuracy over images.</param>
/// <param name="Perplexity">Perplexity over the windows; null for images.</param>
/// <param name="Windows">The per-window sums that it was made of.</param>
public sealed record RewardEvaluated(StepPosition Position, int Ordinal, string Tokens, double Reward, double? Perplexity, IReadOnlyList<WindowLoss> Windows) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "reward-evaluated";

    /// <summary>Accuracy over the images; null for tokens.</summary>
    public double? Accuracy => Evaluate.Accuracy.Of(Windows);

    /// <summary>The reward that losses make: c / perplexity^power (algorithms dossier 1.4), or the accuracy where images were classified (2.4).</summary>
    /// <exception cref="NonFiniteStepException">Reward, perplexity or a loss is not finite.</exception>
    public static RewardEvaluated Of(StepPosition position, int ordinal, string tokens, IReadOnlyList<WindowLoss> windows, RewardOptions options)
    {
        if (Evaluate.Accuracy.Of(windows) is { } accuracy)
        {
            return windows.All(window => double.IsFinite(window.LossSum))
                ? new(position, ordinal, tokens, accuracy, null, windows)
                : throw new NonFiniteStepException("reward-not-finite", $"the loss of {tokens} is not finite");
        }

        var perplexity = Evaluate.Perplexity.Of(windows.Sum(window => window.LossSum), windows.Sum(window => window.TokenCount));
        var reward = options.C / (options.PerplexityPower == 1 ? perplexity : ExactMath.Pow(perplexity, options.PerplexityPower));
        return double.IsFinite(reward) && double.IsFinite(perplexity)
            ? new(position, ordinal, tokens, reward, perplexity, windows)
            : throw new NonFiniteStepException("reward-not-finite", $"the reward of {tokens} is {reward} (perplexity {perplexity})");
    }

    /// <summary>The event that a row holds.</summary>
    public static RewardEvaluated FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        var isOfImages = facts.OptionalNumber("accuracy") is not null;
        var counts = facts.Numbers(isOfImages ? "window_images" : "window_tokens");
        var sums = facts.Numbers("window_losses");
        var correct = isOfImages ? facts.Numbers("window_correct") : null;
        return new(
            facts.Position,
            (int)facts.Integer("ordinal"),
            facts.Text("architecture"),
            facts.Number("reward"),
            isOfImages ? null : facts.Number("perplexity"),
            [.. counts.Zip(sums).Select((window, i) => new WindowLoss((int)window.First, window.Second, (int?)correct?[i]))]);
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var accuracy = Accuracy;
        var facts = new FactsWriter()
            .Integer("step", Position.Step)
            .Integer("ordinal", Ordinal)
            .Text("architecture", Tokens)
            .Number("reward", Reward)
            .OptionalNumber("perplexity", Perplexity)
            .OptionalNumber("accuracy", accuracy)
            .Numbers(accuracy is null ? "window_tokens" : "window_images", Windows.Select(window => (double)window.TokenCount))
            .Numbers("window_losses", Windows.Select(window => window.LossSum));
        if (accuracy is not null)
        {
            facts.Numbers("window_correct", Windows.Select(window => (double)window.CorrectCount!.Value));
        }

        return FactRow.Of(Position, Name, facts) with { Architecture = Tokens, Reward = Reward, Metric = accuracy ?? Perplexity };
    }
}
