using System.Security.Cryptography;
using System.Text;
using Enas.Host.Searches;

namespace Enas.Host.Dashboard.Following;

/// <summary>
/// The searches under the folders that are served. Whatever an address asks for is looked up here and never joined to a path, so that
/// nothing outside of the folders can be asked for.
/// </summary>
/// <param name="roots">Full paths or addresses: folders of searches, or searches themselves.</param>
internal sealed class SearchCatalogue(IReadOnlyList<string> roots, TimeProvider time) : IDisposable
{
    private const int HashDigits = 6;

    // A folder is not listed for every request of a page that asks for ten things at once.
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    // In an object store each name costs a request.
    private static readonly TimeSpan s_freshFar = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _fresh = roots.Any(StoreCatalog.IsAddress) ? s_freshFar : s_fresh;
    private readonly SemaphoreSlim _looking = new(1, 1);
    private volatile Found? _found;

    /// <summary>The folders that are served, each once.</summary>
    public IReadOnlyList<string> Roots { get; } = [.. roots.DistinctBy(Bare, StringComparer.Ordinal)];

    /// <summary>The searches and the folders that nobody but their owner can open, as they are now.</summary>
    public async Task<(IReadOnlyList<FoundSearch> Searches, IReadOnlyList<string> Closed)> LookAsync()
    {
        if (_found is not { } found || time.GetElapsedTime(found.LookedAt) > _fresh)
        {
            await _looking.WaitAsync();
            try
            {
                if (_found is null || time.GetElapsedTime(_found.LookedAt) > _fresh)
                {
                    _found = await AllAsync();
                }
            }
            finally
            {
                _looking.Release();
            }
        }

        return (_found.Searches, _found.Closed);
    }

    /// <summary>The search of an id, or null.</summary>
    public async Task<FoundSearch?> FindAsync(string id) =>
        (await LookAsync()).Searches.FirstOrDefault(one => string.Equals(one.Id, id, StringComparison.Ordinal));

    /// <inheritdoc />
    public void Dispose() => _looking.Dispose();

    private async Task<Found> AllAsync()
    {
        var (searches, closed) = (new List<FoundSearch>(), new List<string>());
        var (ids, paths) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var root in Roots)
        {
            // One folder may lie in another that is served: what is in both is the first one's.
            foreach (var path in (await UnderAsync(root)).Where(path => paths.Add(Bare(path))))
            {
                var found = new FoundSearch(string.Empty, root, path);
                var id = ids.Contains(found.Name) ? $"{found.Name}~{HashOf(path)}" : found.Name;
                if (ids.Add(id))
                {
                    searches.Add(found with { Id = id });
                }
            }

            closed.AddRange(StoreCatalog.IsAddress(root) ? [] : SearchLocator.Closed(root).Except(closed, StringComparer.Ordinal));
        }

        return new Found(searches, closed, time.GetTimestamp());
    }

    private static string Bare(string path) => path.TrimEnd('/');

    private static async Task<IReadOnlyList<string>> UnderAsync(string root)
    {
        if (StoreCatalog.AddressOf(root) is not { Prefix.Length: 0 } && await SearchLocator.IsSearchAsync(root))
        {
            return [root];
        }

        return [.. (await SearchLocator.UnderAsync(root)).Where(path => StoreCatalog.IsAddress(path) || IsWithin(root, path))];
    }

    /// <summary>Whether a folder is where its name says: a link that leads out of the folder is not followed.</summary>
    private static bool IsWithin(string root, string path)
    {
        try
        {
            return Directory.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target
                || target.FullName.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string HashOf(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..HashDigits];

    private sealed record Found(IReadOnlyList<FoundSearch> Searches, IReadOnlyList<string> Closed, long LookedAt);
}
