namespace Enas.Host.Dashboard.Access;

/// <summary>Counts the wrong tokens of an address: after five in a minute it is not listened to for the rest of that minute.</summary>
internal sealed class WrongTokens(TimeProvider time)
{
    /// <summary>So many wrong ones a minute.</summary>
    public const int Most = 5;

    // Addresses that are remembered at a time; whoever has more than that many is no guesser of tokens.
    private const int MostAddresses = 10_000;

    private static readonly TimeSpan s_span = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Since, int Count)> _wrong = new(StringComparer.Ordinal);

    /// <summary>Whether an address has had too many.</summary>
    public bool AreTooMany(string address)
    {
        lock (_lock)
        {
            return _wrong.TryGetValue(address, out var wrong) && time.GetElapsedTime(wrong.Since) < s_span && wrong.Count >= Most;
        }
    }

    /// <summary>Counts one.</summary>
    /// <returns>Wrong ones of the address in its minute.</returns>
    public int Add(string address)
    {
        lock (_lock)
        {
            if (_wrong.Count >= MostAddresses)
            {
                _wrong.Clear();
            }

            var known = _wrong.TryGetValue(address, out var wrong) && time.GetElapsedTime(wrong.Since) < s_span;
            _wrong[address] = known ? (wrong.Since, wrong.Count + 1) : (time.GetTimestamp(), 1);
            return _wrong[address].Count;
        }
    }
}
