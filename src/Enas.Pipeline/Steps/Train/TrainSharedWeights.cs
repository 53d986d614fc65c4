using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Steps.Train;

/// <summary>Train the weights that an architecture uses on the next window.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Tokens">The sampled architecture as its token string, in the form of the log.</param>
/// <param name="WeightStep">Number of weight steps before this one.</param>
public sealed record TrainSharedWeights(StepPosition Position, string Tokens, long WeightStep) : IRequest<SharedWeightsTrained>;
