namespace Enas.Storage.Stores;

/// <summary>How often and how patiently a request is repeated; waits double from the first to the longest.</summary>
/// <param name="Attempts">Attempts in all.</param>
/// <param name="FirstDelay">Wait after the first.</param>
/// <param name="LongestDelay">Longest wait.</param>
/// <param name="Time">Clock that waits.</param>
internal sealed record RetryPolicy(int Attempts, TimeSpan FirstDelay, TimeSpan LongestDelay, TimeProvider Time)
{
    /// <summary>Ten attempts over half a minute.</summary>
    public static RetryPolicy Default { get; } = new(10, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeProvider.System);

    /// <summary>Waits after an attempt that failed.</summary>
    /// <param name="attempt">Its number, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(int attempt, CancellationToken cancellationToken)
    {
        var factor = Math.Pow(2, Math.Min(attempt - 1, 30));
        var delay = TimeSpan.FromTicks((long)Math.Min(FirstDelay.Ticks * factor, LongestDelay.Ticks));
        return delay == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, Time, cancellationToken);
    }

    /// <summary>Repeats a request that changes nothing until it is answered.</summary>
    /// <exception cref="TransientStoreException">It was not answered in all attempts.</exception>
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await request();
            }
            catch (TransientStoreException) when (attempt < Attempts)
            {
                await WaitAsync(attempt, cancellationToken);
            }
        }
    }
}
