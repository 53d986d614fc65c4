using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Catalogs;

/// <summary>Published architectures of all spaces by name.</summary>
internal static class PublishedArchitectures
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublishedArchitecture> All => [.. SpaceCatalog.All.SelectMany(space => space.Published)];

    /// <summary>Those of a space.</summary>
    public static IEnumerable<PublishedArchitecture> Of(SearchSpace space) => All.Where(published => published.SpaceKind == space.Kind);

    /// <summary>The one of a name, or null.</summary>
    public static PublishedArchitecture? Find(string name) => All.FirstOrDefault(published => published.Name == name);
}
