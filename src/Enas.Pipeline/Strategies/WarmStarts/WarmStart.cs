using System.Collections.Immutable;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Exhaustion;

namespace Enas.Pipeline.Strategies.WarmStarts;

/// <summary>
/// The first proposals of a search as the best of a pool of uniform architectures by a zero-cost proxy (Abdelfattah et al. 2021,
/// docs/algorithms.md#zero-cost-proxies), instead of uniform ones.
/// </summary>
/// <param name="Draws">Draws of the pool.</param>
/// <param name="Order">Which of its values are better.</param>
internal sealed record WarmStart(ZeroCostProxy Proxy, int Draws, MeasureDirection Order)
{
    // A step ends its search where so many proposals in a row keep no limit: behind half of them it draws, as without a pool.
    private const int MostOfAStep = Proposals.MostRejections / 2;

    /// <summary>The architectures of the pool that were not proposed yet, the best first and no more than one step may try. The first step
    /// draws and orders the pool; what is left of it is in the strategy's state from then on.</summary>
    /// <param name="left">What the state has of the pool.</param>
    public async Task<IReadOnlyList<string>> NextAsync(IStrategyStep step, ImmutableArray<string> left)
    {
        if (step.Position.Step == 0 && left.IsEmpty)
        {
            var screened = await step.SendAsync(new ScreenPool(step.Position, Proxy, Draws, Order));
            left = [.. screened.Ranked.Select(one => one.Tokens)];
        }

        return [.. left.Where(tokens => step.Trials.Find(tokens) is null).Take(MostOfAStep)];
    }

    /// <summary>What is left of a pool after one more event, as a state keeps it: what was proposed does not come again, whether it was
    /// evaluated, kept no limit or came to nothing.</summary>
    /// <param name="left">What was left before.</param>
    /// <param name="happened">The event.</param>
    public static ImmutableArray<string> Left(ImmutableArray<string> left, ISearchEvent happened) => happened switch
    {
        PoolScreened screened => [.. screened.Ranked.Select(one => one.Tokens)],
        ArchitectureSampled sampled => left.Remove(sampled.Tokens),
        _ => left,
    };
}
