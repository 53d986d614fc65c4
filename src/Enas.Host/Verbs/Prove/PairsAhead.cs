namespace Enas.Host.Verbs.Prove;

/// <summary>Pairs of a proof, as many at once as there are slots, and taken in their order.</summary>
/// <param name="count">How many there are.</param>
/// <param name="slots">How many run at once.</param>
/// <param name="begin">Runs one, by its number from 0.</param>
internal sealed class PairsAhead(int count, int slots, Func<int, Task<(ProofPair Pair, ProofArms Arms)>> begin)
{
    private readonly Queue<Task<(ProofPair Pair, ProofArms Arms)>> _begun = new();
    private int _next;

    /// <summary>The next one, ended.</summary>
    public Task<(ProofPair Pair, ProofArms Arms)> NextAsync()
    {
        while (_begun.Count < slots && _next < count)
        {
            _begun.Enqueue(begin(_next++));
        }

        return _begun.Dequeue();
    }

    /// <summary>Waits for those that run and are not taken.</summary>
    public async Task EndAsync() => await ((Task)Task.WhenAll(_begun)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
