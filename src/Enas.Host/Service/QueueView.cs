namespace Enas.Host.Service;

/// <summary>What the ledger says, read again only after somebody changed it: a look comes five times a second, and
/// changes are rare.</summary>
internal sealed class QueueView(FireLedger ledger, TimeProvider time)
{
    /// <summary>All rows are gone through for it, so not at each change.</summary>
    private static readonly TimeSpan s_readAll = TimeSpan.FromSeconds(10);

    private (long Others, long Own)? _version;
    private (long Others, long Own)? _readAllOf;
    private DateTimeOffset _readAllAt;

    /// <summary>Fires that have not ended, the first to start first.</summary>
    public IReadOnlyList<Fire> Open { get; private set; } = [];

    /// <summary>Fires by state.</summary>
    public IReadOnlyList<(FireState State, long Count)> Counts { get; private set; } = [];

    /// <summary>Rows that cannot be read.</summary>
    public IReadOnlyList<Problem> Unreadable { get; private set; } = [];

    /// <summary>Reads what changed.</summary>
    /// <exception cref="StoreException">The ledger cannot be used.</exception>
    public void Look()
    {
        var version = ledger.Version();
        if (version != _version)
        {
            (Open, Counts) = (ledger.Open(), ledger.Counts());
            _version = version;
        }

        if (version != _readAllOf && time.GetUtcNow() - _readAllAt >= s_readAll)
        {
            Unreadable = ledger.Unreadable();
            (_readAllOf, _readAllAt) = (version, time.GetUtcNow());
        }
    }
}
