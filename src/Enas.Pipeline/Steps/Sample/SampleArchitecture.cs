using Enas.Pipeline.Events;
using Enas.Pipeline.Strategies;
using MediatR;

namespace Enas.Pipeline.Steps.Sample;

/// <summary>Draw an architecture: from the policy, or, in a weight step, as the job says.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Ordinal">Number of the sample within the step, from 0.</param>
/// <param name="Trials">What was evaluated before, where that answers a repeated architecture.</param>
/// <param name="Deal">In a weight step: number of architectures that were sampled for weight steps before it.</param>
/// <param name="Attempt">0, or how many samples of this number did not keep the limits of the job.</param>
public sealed record SampleArchitecture(StepPosition Position, int Ordinal, Trials Trials, long Deal = 0, int Attempt = 0)
    : IRequest<ArchitectureSampled>;
