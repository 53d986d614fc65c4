using System.Collections.Immutable;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Steps.Evaluate;

namespace Enas.Pipeline.Strategies;

/// <summary>An architecture that was evaluated.</summary>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Step">The step of its first evaluation.</param>
/// <param name="Reward">Its reward.</param>
/// <param name="Evaluated">What was measured.</param>
public sealed record Trial(string Tokens, long Step, double Reward, Evaluated Evaluated);

/// <summary>Every architecture that was evaluated, with its first evaluation. Immutable.</summary>
public sealed class Trials
{
    private readonly ImmutableSortedDictionary<string, Trial> _byTokens;

    private Trials(ImmutableSortedDictionary<string, Trial> byTokens) => _byTokens = byTokens;

    /// <summary>None.</summary>
    public static Trials Empty { get; } = new(ImmutableSortedDictionary.Create<string, Trial>(StringComparer.Ordinal));

    /// <summary>Number of different architectures.</summary>
    public int Count => _byTokens.Count;

    /// <summary>The first evaluation of an architecture; null when it was never evaluated.</summary>
    public Trial? Find(string tokens) => _byTokens.GetValueOrDefault(tokens);

    /// <summary>With one more evaluation; a repeated architecture keeps its first.</summary>
    public Trials With(RewardEvaluated evaluated) => _byTokens.ContainsKey(evaluated.Tokens)
        ? this
        : new(_byTokens.Add(evaluated.Tokens, new Trial(evaluated.Tokens, evaluated.Position.Step, evaluated.Reward, evaluated.Evaluated)));

    /// <summary>The lowest reward of those that have a value; null where none has.</summary>
    public double? LowestReward =>
        _byTokens.Values.Where(trial => trial.Evaluated.Failure is null).Select(trial => (double?)trial.Reward).Min();

    /// <summary>Those that have a value, in the order of their first evaluation.</summary>
    public IReadOnlyList<Trial> WithValue =>
        [.. _byTokens.Values.Where(trial => trial.Evaluated.Failure is null).OrderBy(trial => trial.Step)];

    /// <summary>The architectures with the highest rewards, the best first; of equal ones the one that was evaluated first. One that has
    /// no value is not among them.</summary>
    public IReadOnlyList<string> Best(int count) =>
        [.. _byTokens.Values.Where(trial => trial.Evaluated.Failure is null).OrderByDescending(trial => trial.Reward)
            .ThenBy(trial => trial.Step).Take(count).Select(trial => trial.Tokens)];
}
