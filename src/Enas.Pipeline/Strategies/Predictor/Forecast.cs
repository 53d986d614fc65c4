using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>An architecture to evaluate, and what the model expects of it.</summary>
/// <param name="Value">The reward, or the share of worse architectures, that is expected; null where it was drawn without a model.</param>
internal sealed record Forecast(Architecture Architecture, double? Value);
