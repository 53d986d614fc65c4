using System.Collections.Immutable;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps.Proxy;

namespace Enas.Pipeline.Strategies.WarmStarts;

/// <summary>
/// The first proposals of a search as the best of a pool of uniform architectures by a zero-cost proxy (Abdelfattah et al. 2021,
/// docs/algorithms.md#zero-cost-proxies), instead of uniform ones.
/// </summary>
/// <param name="Proxy">The proxy.</param>
/// <param name="Draws">Draws of the pool.</param>
/// <param name="Order">Which of its values are better.</param>
public sealed record WarmStart(ZeroCostProxy Proxy, int Draws, MeasureDirection Order)
{
    /// <summary>The architectures of the pool that were not evaluated yet, the best first. The first step draws and orders the pool;
    /// what it came to is in the strategy's state from then on.</summary>
    /// <param name="step">The step.</param>
    /// <param name="known">The pool as the state has it.</param>
    public async Task<IReadOnlyList<string>> NextAsync(IStrategyStep step, ImmutableArray<string> known)
    {
        if (step.Position.Step == 0 && known.IsEmpty)
        {
            var screened = await step.SendAsync(new ScreenPool(step.Position, Proxy, Draws, Order));
            known = TokensOf(screened);
        }

        return [.. known.Where(tokens => step.Trials.Find(tokens) is null)];
    }

    /// <summary>The pool as a state keeps it.</summary>
    public static ImmutableArray<string> TokensOf(PoolScreened screened) => [.. screened.Ranked.Select(one => one.Tokens)];
}
