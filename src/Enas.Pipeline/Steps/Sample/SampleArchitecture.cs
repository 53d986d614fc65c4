using Enas.Pipeline.Events;
using Enas.Pipeline.Strategies;
using MediatR;

namespace Enas.Pipeline.Steps.Sample;

/// <summary>Draw an architecture from the policy.</summary>
/// <param name="Position">The step.</param>
/// <param name="Ordinal">Number of the sample within the step, from 0.</param>
/// <param name="Trials">What was evaluated before, where that answers a repeated architecture.</param>
public sealed record SampleArchitecture(StepPosition Position, int Ordinal, Trials Trials) : IRequest<ArchitectureSampled>;
