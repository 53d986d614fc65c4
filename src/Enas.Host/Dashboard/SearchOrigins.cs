using System.Collections.Concurrent;
using Enas.Host.Service;

namespace Enas.Host.Dashboard;

/// <summary>
/// Where the searches of a service come from, as its ledger says. It is read again when a fire was added to it: where a search comes from
/// never changes.
/// </summary>
internal sealed class SearchOrigins
{
    private static readonly Dictionary<string, string> s_none = [];

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The origins by the names of the searches' folders; empty where there is no service, and where its ledger cannot be read:
    /// that is no reason to have no list.</summary>
    /// <param name="root">A folder of searches, or an address.</param>
    public IReadOnlyDictionary<string, string> Of(string root)
    {
        try
        {
            using var ledger = StoreCatalog.IsAddress(root) ? null : FireLedger.OpenToRead(root);
            return ledger is null ? s_none : Of(root, ledger);
        }
        catch (StoreException)
        {
            return s_none;
        }
    }

    private IReadOnlyDictionary<string, string> Of(string root, FireLedger ledger)
    {
        var revision = ledger.Revision();
        if (!_known.TryGetValue(root, out var known) || known.Revision != revision)
        {
            known = new Known(revision, ledger.Origins());
            _known[root] = known;
        }

        return known.Origins;
    }

    private sealed record Known((long Mark, long Count, long Last) Revision, IReadOnlyDictionary<string, string> Origins);
}
