namespace Enas.Host.Display;

/// <summary>What a display calls the run.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Space">What is searched.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Strategy">How.</param>
internal sealed record RunTitle(string Name, string Space, ulong Seed, string Strategy);
