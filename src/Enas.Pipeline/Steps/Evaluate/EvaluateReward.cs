using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using MediatR;

namespace Enas.Pipeline.Steps.Evaluate;

/// <summary>Measure the reward of a sampled architecture.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
/// <param name="Tokens">The sampled architecture as its token string, in the form of the log.</param>
/// <param name="Known">What it came to before, where a value is the architecture's own: then nothing is evaluated again.</param>
/// <param name="DataOf">The step whose validation windows or images it is measured on; null for those of the step itself.</param>
/// <param name="Costs">What is known of its costs; null for nothing.</param>
/// <param name="Lowest">The lowest reward so far of an architecture with a value, which one without has at most; null where there is
/// none.</param>
public sealed record EvaluateReward(StepPosition Position, int Ordinal, string Tokens, Evaluated? Known = null, long? DataOf = null,
    ArchitectureCosts? Costs = null, double? Lowest = null) : IRequest<RewardEvaluated>;
