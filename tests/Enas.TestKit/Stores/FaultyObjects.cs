using System.Text;

namespace Enas.TestKit.Stores;

/// <summary>What a request to an object store meets.</summary>
public enum ObjectFault
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
public sealed class FaultyObjects
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

    /// <summary>What keys with a prefix have after it up to the next slash, each once and with that slash.</summary>
    public IReadOnlyList<string> Folders(string prefix)
    {
        lock (_lock)
        {
            return [.. _objects.Keys
                .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && key.IndexOf('/', prefix.Length) >= 0)
                .Select(key => key[..(key.IndexOf('/', prefix.Length) + 1)])
                .Distinct()];
        }
    }

    /// <summary>All keys.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (_lock)
            {
                return [.. _objects.Keys];
            }
        }
    }
}
