namespace Enas.Pipeline.Steps;

/// <summary>A loss, gradient or reward is not finite: the step fails as a recorded fact and its update is not applied.</summary>
/// <param name="reason">Stable kebab-case reason, a fact.</param>
/// <param name="message">For people.</param>
public sealed class NonFiniteStepException(string reason, string message) : Exception(message)
{
    /// <summary>Stable kebab-case reason.</summary>
    public string Reason { get; } = reason;

    /// <summary>Tokens or images that forward and backward passes were made over before that was known; 0 where there were none.</summary>
    public long Items { get; init; }

    /// <summary>Multiply-adds of the work that came to nothing; null where they are not counted.</summary>
    public long? Cost { get; init; }

    /// <summary>The same after passes over more items.</summary>
    public NonFiniteStepException After(long items) => new(Reason, Message) { Items = Items + items, Cost = Cost };

    /// <summary>The same with what the passes cost; without a cost where there were none.</summary>
    public NonFiniteStepException Costing(long? multiplyAdds) =>
        new(Reason, Message) { Items = Items, Cost = Items == 0 ? Cost : multiplyAdds };

    /// <summary>Does the last part of a pass over some items, which count where it fails.</summary>
    /// <param name="items">Tokens or images of the pass.</param>
    /// <param name="work">The part.</param>
    public static T Counting<T>(long items, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (NonFiniteStepException e)
        {
            throw e.After(items);
        }
    }
}
