using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Spaces;

/// <summary>An architecture that its authors published, under a name.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="SpaceKind">The space it lies in, see <see cref="SearchSpace.Kind"/>.</param>
/// <param name="Tokens">Its canonical token string.</param>
/// <param name="Source">Where it was published.</param>
public sealed record PublishedArchitecture(string Name, string SpaceKind, string Tokens, string Source);
