namespace Enas.Pipeline.Spaces;

/// <summary>What makes the updates of a training large.</summary>
/// <param name="RateKey">The option with the learning rate, without its section.</param>
/// <param name="LearningRate">What that option says.</param>
/// <param name="ClipNorm">The largest gradient norm; 0 for none.</param>
public sealed record UpdateSize(string RateKey, double LearningRate, double ClipNorm);
