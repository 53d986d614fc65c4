namespace Enas.Storage.Stores;

/// <summary>
/// A put-if-absent with its repetitions. An attempt that seemed to fail may have been stored, so "taken" may mean taken by ourselves, and
/// only the bytes can tell.
/// </summary>
internal static class ConditionalPut
{
    /// <returns>Stored, taken by other bytes, or unknown where the store cannot tell after all its attempts.</returns>
    public static async ValueTask<PutResult> RunAsync(
        IObjectClient client, RetryPolicy retries, string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var result = PutResult.Contended;
        for (var attempt = 1; attempt <= retries.Attempts; attempt++)
        {
            result = await client.PutIfAbsentAsync(key, bytes);
            if (result.Outcome is PutOutcome.Taken or PutOutcome.Unknown)
            {
                result = await SettleDoubtAsync(client, retries, key, bytes, result, cancellationToken);
            }

            if (result.Outcome is PutOutcome.Stored or PutOutcome.Taken)
            {
                return result;
            }

            if (attempt < retries.Attempts)
            {
                await retries.WaitAsync(attempt, cancellationToken);
            }
        }

        return PutResult.Unknown(result.Reason ?? "no answer");
    }

    private static async ValueTask<PutResult> SettleDoubtAsync(
        IObjectClient client, RetryPolicy retries, string key, ReadOnlyMemory<byte> bytes, PutResult doubt,
        CancellationToken cancellationToken)
    {
        try
        {
            var there = await retries.RunAsync(() => client.GetAsync(key, cancellationToken), cancellationToken);
            return there is null
                ? PutResult.Unknown(doubt.Reason ?? "the name was said to be taken, but nothing is there")
                : bytes.Span.SequenceEqual(there) ? PutResult.Stored : PutResult.Taken;
        }
        catch (TransientStoreException fault)
        {
            return PutResult.Unknown(fault.Message);
        }
    }
}
