using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;

namespace Enas.Pipeline.Tests.Search;

/// <summary>
/// Children whose loss is a function of the order. As the real one it trains none twice: what it has trained it knows, in this process or
/// in another that it is handed on to.
/// </summary>
/// <param name="meanLoss">Mean loss of a child; not a number for one that fails.</param>
/// <param name="known">What another process trained.</param>
internal sealed class ScriptedChildTrainer(Func<ChildOrder, double> meanLoss, ScriptedChildTrainer? known = null) : IChildTrainer
{
    private const int Tokens = 100;

    /// <summary>Orders that were trained, in order.</summary>
    public List<ChildOrder> Trained { get; } = known?.Trained ?? [];

    /// <summary>Images of a child whose class was predicted; null for tokens.</summary>
    public Func<ChildOrder, int>? Correct { get; init; }

    /// <summary>Stops within the training of this number, counted from 0 over its life; null for never.</summary>
    public int? StopsWithin { get; set; }

    public Task<ChildOutcome> TrainAsync(ChildOrder order)
    {
        if (!Trained.Contains(order))
        {
            if (Trained.Count == StopsWithin)
            {
                StopsWithin = null;
                throw new StepStoppedException();
            }

            Trained.Add(order);
        }

        return Task.FromResult(ChildOutcome.Of(
            new WindowLoss(Tokens, Tokens * meanLoss(order), Correct?.Invoke(order)),
            order.Steps, 10 * order.Steps, 1234, null, $"child of {order.Tokens}"));
    }
}
