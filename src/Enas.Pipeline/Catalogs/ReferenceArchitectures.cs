using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Catalogs;

/// <summary>The networks that people designed, of all spaces.</summary>
internal static class ReferenceArchitectures
{
    /// <summary>All of them, in spaces of the usual size.</summary>
    public static IReadOnlyList<PublishedArchitecture> All =>
    [
        .. from module in SpaceCatalog.Kinds.Select(SpaceCatalog.Of)
           where module.ReferenceSpace is not null
           from reference in module.References(module.ReferenceSpace!)
           select new PublishedArchitecture(reference.Name, module.Kind, reference.Architecture.Tokens, reference.Source),
    ];

    /// <summary>Those that the space of a job holds.</summary>
    public static IReadOnlyList<ReferenceArchitecture> Of(JobOptions job) => Of(SpaceCatalog.Create(job));

    /// <summary>Those that a space holds.</summary>
    public static IReadOnlyList<ReferenceArchitecture> Of(SearchSpace space) => SpaceCatalog.Of(space.Kind).References(space);
}
