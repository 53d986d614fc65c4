using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Catalogs;

/// <summary>An architecture that its authors published, under a name.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="SpaceKind">The space it lies in, see <see cref="SpaceKinds"/>.</param>
/// <param name="Tokens">Its canonical token string.</param>
/// <param name="Source">Where it was published.</param>
public sealed record PublishedArchitecture(string Name, string SpaceKind, string Tokens, string Source);

/// <summary>
/// Published architectures by name. The recurrent one is the official script's, which is not the cell of the paper's table
/// (docs/algorithms.md#tokens-and-dialects); the macro one has 24 layers and four operations, so the search script's space does not hold
/// it (docs/algorithms.md#macro-space).
/// </summary>
public static class PublishedArchitectures
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublishedArchitecture> All { get; } =
    [
        new("enas-rnn", SpaceKinds.RnnCell, "0 0 0 1 1 2 1 2 0 2 0 5 1 1 0 6 1 8 1 8 1 8 1", "melodyguan/enas, scripts/ptb_final.sh"),
        new(
            "enas-macro",
            SpaceKinds.MacroCnn,
            "0 3 0 0 1 0 2 0 0 1 2 0 0 0 0 3 1 1 0 1 0 2 0 0 0 0 0 1 2 0 1 1 0 1 1 1 1 0 1 1 1 0 1 0 1 " +
            "0 0 0 0 0 0 0 0 0 0 2 0 0 0 0 0 1 0 0 0 0 0 1 0 0 1 1 0 0 0 0 1 1 2 0 1 0 0 0 0 0 1 0 1 1 0 1 0 0 1 0 0 0 1 1 1 0 1 0 1 " +
            "0 1 1 0 1 0 1 0 0 0 0 0 1 0 0 2 0 0 1 0 0 0 0 0 0 0 1 0 1 0 1 2 0 1 "
                + "0 0 0 1 0 0 1 1 1 1 0 0 1 0 2 0 0 0 0 1 0 1 0 1 0 0 1 0 1 0 0 1 " +
            "3 0 1 1 0 1 0 0 0 0 0 1 0 1 0 1 0 0 0 3 0 1 1 0 0 0 0 0 0 0 0 0 1 1 0 0 0 0 1 0 1 0 0 1 0 1 1 0 0 0 1 0 0 0 0 0 1 1 0 0 " +
            "3 0 1 0 1 1 0 0 1 0 1 1 0 1 1 0 1 0 0 1 0 0 0 1 0 1 0 1 0 0 0 0 0 0 "
                + "0 0 1 0 1 0 0 1 0 0 0 0 1 1 0 0 0 1 1 1 0 1 0 0 0 1 0 1 0 0 1 1 0 0 0",
            "melodyguan/enas, scripts/cifar10_macro_final.sh"),
        new(
            "enas-micro",
            SpaceKinds.MicroCnn,
            "0 2 0 0 0 4 0 1 0 4 1 1 1 0 0 1 0 2 1 1 / 1 0 1 0 0 3 0 2 1 1 3 1 1 0 0 4 0 3 1 1",
            "melodyguan/enas, scripts/cifar10_micro_final.sh"),
    ];

    /// <summary>The one of a name, or null.</summary>
    public static PublishedArchitecture? Find(string name) => All.FirstOrDefault(published => published.Name == name);
}
