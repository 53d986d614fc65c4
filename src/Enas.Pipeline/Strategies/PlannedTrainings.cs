namespace Enas.Pipeline.Strategies;

/// <summary>Architectures that a search trains alone for equally long.</summary>
/// <param name="Count">How many, at most: a repeated one is not trained again.</param>
/// <param name="Steps">Steps of each; 0 for one epoch.</param>
public sealed record PlannedTrainings(int Count, long Steps);
