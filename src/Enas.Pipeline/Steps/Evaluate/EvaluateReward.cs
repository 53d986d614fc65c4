using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Steps.Evaluate;

/// <summary>Measure the reward of a sampled architecture on validation windows.</summary>
/// <param name="Position">The step.</param>
/// <param name="Ordinal">Number of the sample within the step.</param>
/// <param name="Tokens">The sampled architecture.</param>
public sealed record EvaluateReward(StepPosition Position, int Ordinal, string Tokens) : IRequest<RewardEvaluated>;
