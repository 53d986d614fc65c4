using Enas.TestKit.Stores;

namespace Enas.Storage.Tests.Stores;

/// <summary>The objects as a client sees them that is in the same process.</summary>
internal sealed class InMemoryObjectClient(FaultyObjects objects) : IObjectClient
{
    public ValueTask<PutResult> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> bytes)
    {
        switch (objects.Meet("PUT", key))
        {
            case ObjectFault.ServerError:
                return ValueTask.FromResult(PutResult.Unknown("500"));
            case ObjectFault.Conflict:
                return ValueTask.FromResult(PutResult.Contended);
            case ObjectFault.Forbidden:
                throw new UnauthorizedAccessException($"{key}: access denied");
            case ObjectFault.LostAnswer:
                objects.Put(key, bytes.ToArray(), ifAbsent: true);
                return ValueTask.FromResult(PutResult.Unknown("timed out"));
            default:
                return ValueTask.FromResult(objects.Put(key, bytes.ToArray(), ifAbsent: true) ? PutResult.Stored : PutResult.Taken);
        }
    }

    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await Answer("PUT", key, () => objects.Put(key, bytes.ToArray(), ifAbsent: false));

    public ValueTask<ObjectPage> ListFoldersAsync(string prefix, string? continuation, CancellationToken cancellationToken) =>
        Answer("LIST", prefix, () => new ObjectPage(objects.Folders(prefix), null));

    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => Answer("GET", key, () => objects.Get(key));

    public ValueTask<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        Answer("HEAD", key, () => objects.Get(key) is not null);

    public ValueTask<ObjectPage> ListAsync(string prefix, string? startAfter, string? continuation, CancellationToken cancellationToken) =>
        Answer("LIST", prefix, () =>
        {
            var (keys, next) = objects.List(prefix, startAfter, continuation);
            return new ObjectPage(keys, next);
        });

    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken) =>
        await Answer("DELETE", key, () =>
        {
            objects.Delete(key);
            return true;
        });

    public void Dispose()
    {
    }

    private ValueTask<T> Answer<T>(string verb, string key, Func<T> effect)
    {
        switch (objects.Meet(verb, key))
        {
            case ObjectFault.None:
                return ValueTask.FromResult(effect());
            case ObjectFault.Forbidden:
                throw new UnauthorizedAccessException($"{key}: access denied");
            case ObjectFault.LostAnswer:
                effect();
                throw new TransientStoreException($"{verb} {key}: timed out");
            default:
                throw new TransientStoreException($"{verb} {key}: 500");
        }
    }
}
