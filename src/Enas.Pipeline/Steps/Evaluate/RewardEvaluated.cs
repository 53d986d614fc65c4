using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Evaluate;

/// <summary>A reward was measured.</summary>
/// <param name="Position">The step.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
/// <param name="Tokens">The architecture.</param>
/// <param name="Reward">Raw reward c / perplexity^power, before the entropy term.</param>
/// <param name="Perplexity">Perplexity over the windows.</param>
/// <param name="Windows">The per-window sums that it was made of.</param>
public sealed record RewardEvaluated(StepPosition Position, int Ordinal, string Tokens, double Reward, double Perplexity, IReadOnlyList<WindowLoss> Windows) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "reward-evaluated";

    /// <summary>The reward that losses make: c / perplexity^power (algorithms dossier 1.4).</summary>
    /// <exception cref="NonFiniteStepException">Reward or perplexity is not finite.</exception>
    public static RewardEvaluated Of(StepPosition position, int ordinal, string tokens, IReadOnlyList<WindowLoss> windows, RewardOptions options)
    {
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
        var tokens = facts.Numbers("window_tokens");
        var sums = facts.Numbers("window_losses");
        return new(
            facts.Position,
            (int)facts.Integer("ordinal"),
            facts.Text("architecture"),
            facts.Number("reward"),
            facts.Number("perplexity"),
            [.. tokens.Zip(sums, (count, sum) => new WindowLoss((int)count, sum))]);
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Integer("step", Position.Step)
        .Integer("ordinal", Ordinal)
        .Text("architecture", Tokens)
        .Number("reward", Reward)
        .Number("perplexity", Perplexity)
        .Numbers("window_tokens", Windows.Select(window => (double)window.TokenCount))
        .Numbers("window_losses", Windows.Select(window => window.LossSum))) with
    {
        Architecture = Tokens,
        Reward = Reward,
        Metric = Perplexity,
    };
}
