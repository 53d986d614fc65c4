namespace Enas.Pipeline.Work;

/// <summary>The truth about what is done: a result under the key of its item, put if absent and never changed.</summary>
internal interface IResultStore
{
    /// <summary>The result of a key; null where there is none.</summary>
    /// <exception cref="Events.LogDamagedException">What stands there is no result of that key.</exception>
    /// <exception cref="IOException">It cannot be told.</exception>
    ValueTask<WorkResult?> FindAsync(WorkKey key, CancellationToken cancellationToken);

    /// <summary>Puts a result where there is none; one that is there and says the same is as good.</summary>
    /// <returns>Whether it was put; false where it was there.</returns>
    /// <exception cref="Events.LogDamagedException">The key has another result: one of the two was not computed from the
    /// description.</exception>
    /// <exception cref="IOException">It cannot be put.</exception>
    ValueTask<bool> PutAsync(WorkResult result, CancellationToken cancellationToken);

    /// <summary>Removes the result of a key, of which whoever asks for the work knows that it counts no more; one that is not there is as
    /// good.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    ValueTask ForgetAsync(WorkKey key, CancellationToken cancellationToken);
}
