namespace Enas.Pipeline.Spaces;

/// <summary>A job to start from.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Values">The values that it sets, by key; everything else is the preset's.</param>
public sealed record SpaceTemplate(string Name, string Description, IReadOnlyList<(string Key, object Value)> Values);
