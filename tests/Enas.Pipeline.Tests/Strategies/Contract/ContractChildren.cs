using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;

namespace Enas.Pipeline.Tests.Strategies.Contract;

/// <summary>Children without a disk: a loss without a pattern for each architecture, better the longer it is trained, and an account of
/// who was trained.</summary>
/// <param name="space">The space.</param>
/// <param name="fails">Architectures whose validation is not finite; null for none.</param>
internal sealed class ContractChildren(SearchSpace space, Func<Architecture, bool>? fails = null) : IChildTrainer
{
    private const int ValidTokens = 100;

    /// <summary>What was trained, in order.</summary>
    public List<ChildOrder> Trained { get; } = [];

    /// <summary>The child at which a stop is asked for, counted from 0; null for none.</summary>
    public int? StopsAt { get; init; }

    public Task<ChildOutcome> TrainAsync(ChildOrder order)
    {
        if (Trained.Count == StopsAt)
        {
            throw new StepStoppedException();
        }

        Trained.Add(order);
        return Task.FromResult(OutcomeOf(order));
    }

    public ChildOutcome OutcomeOf(ChildOrder order)
    {
        var architecture = space.Parse(order.Tokens);
        var loss = fails?.Invoke(architecture) == true
            ? double.NaN : ContractEvaluator.Loss(architecture) + (0.1 * (order.Seed % 7)) + (1.0 / (1 + order.Rung));
        return ChildOutcome.Of(
            new WindowLoss(ValidTokens, ValidTokens * loss), 10, 200, 1234, 6000, $"{order.Tokens.Replace(' ', '-')}-{order.Rung}");
    }
}
