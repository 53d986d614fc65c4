namespace Enas.Storage.Stores;

/// <summary>
/// The requests that a search makes of an object store, one attempt each. A failure that may pass is a
/// <see cref="TransientStoreException"/>; any other is an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
internal interface IObjectClient : IDisposable
{
    /// <summary>Stores an object unless the key has one.</summary>
    /// <returns>Any outcome; doubt is <see cref="PutOutcome.Unknown"/>, never an exception.</returns>
    ValueTask<PutResult> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> bytes);

    /// <summary>Stores an object, whatever was there before.</summary>
    ValueTask PutAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>An object's bytes; null when it is absent.</summary>
    ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken);

    ValueTask<bool> ExistsAsync(string key, CancellationToken cancellationToken);

    /// <summary>A page of the keys with a prefix and after a key, in ordinal order.</summary>
    /// <param name="prefix">What keys begin with.</param>
    /// <param name="startAfter">Only keys after it; null from the first.</param>
    /// <param name="continuation">Where the page before ended; null for the first page.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    ValueTask<ObjectPage> ListAsync(string prefix, string? startAfter, string? continuation, CancellationToken cancellationToken);

    /// <summary>A page of what keys with a prefix have after it up to the next <c>/</c>, each once and with that <c>/</c>, in ordinal
    /// order.</summary>
    /// <param name="prefix">What keys begin with; empty for all.</param>
    /// <param name="continuation">Where the page before ended; null for the first page.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    ValueTask<ObjectPage> ListFoldersAsync(string prefix, string? continuation, CancellationToken cancellationToken);

    /// <summary>Removes an object; an absent one is fine.</summary>
    ValueTask DeleteAsync(string key, CancellationToken cancellationToken);
}

/// <summary>Some keys, and where to go on.</summary>
/// <param name="Keys">Whole keys.</param>
/// <param name="Continuation">Null after the last page.</param>
internal sealed record ObjectPage(IReadOnlyList<string> Keys, string? Continuation);

/// <summary>A request failed in a way that may pass: a time-out, a lost connection, an error of the server, too many requests.</summary>
internal sealed class TransientStoreException(string message, Exception? inner = null) : IOException(message, inner);
