using System.Text;

namespace Enas.Storage.Tests.Stores;

/// <summary>What a request to an object store meets.</summary>
internal enum ObjectFault
{
    None,

    /// <summary>500 without any effect.</summary>
    ServerError,

    /// <summary>The request takes effect and its answer is lost.</summary>
    LostAnswer,

    /// <summary>409: another conditional request for the key is under way.</summary>
    Conflict,

    /// <summary>403.</summary>
    Forbidden,
}

/// <summary>Objects with conditional put, shared by a client in memory and by a server that speaks S3. Thread-safe.</summary>
internal sealed class FaultyObjects
{
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Decides what a request meets: its number, its verb, its key.</summary>
    public Func<int, string, string, ObjectFault> Fault { get; set; } = (_, _, _) => ObjectFault.None;

    /// <summary>A store that overwrites whatever the condition says.</summary>
    public bool IgnoresCondition { get; set; }

    public int PageSize { get; set; } = 1000;

    public int Requests { get; private set; }

    public ObjectFault Meet(string verb, string key)
    {
        lock (_lock)
        {
            return Fault(++Requests, verb, key);
        }
    }

    /// <summary>False when the key is taken and the condition was honoured.</summary>
    public bool Put(string key, byte[] bytes, bool ifAbsent)
    {
        lock (_lock)
        {
            if (ifAbsent && !IgnoresCondition)
            {
                return _objects.TryAdd(key, bytes);
            }

            _objects[key] = bytes;
            return true;
        }
    }

    public byte[]? Get(string key)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(key);
        }
    }

    public void Delete(string key)
    {
        lock (_lock)
        {
            _objects.Remove(key);
        }
    }

    public (IReadOnlyList<string> Keys, string? Continuation) List(string prefix, string? startAfter, string? continuation)
    {
        lock (_lock)
        {
            var after = continuation is null ? startAfter : Encoding.UTF8.GetString(Convert.FromHexString(continuation));
            var found = _objects.Keys
                .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(key, after) > 0))
                .Take(PageSize + 1)
                .ToArray();
            return found.Length <= PageSize
                ? (found, null)
                : (found[..PageSize], Convert.ToHexString(Encoding.UTF8.GetBytes(found[PageSize - 1])));
        }
    }
}

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
