using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Spaces;

/// <summary>A network that people designed, as far as a space can express it: what a search has to beat.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Architecture">It in a space at hand.</param>
/// <param name="Source">Whose design it is, and what of it the space cannot express.</param>
public sealed record ReferenceArchitecture(string Name, Architecture Architecture, string Source);
