using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Steps.Sample;

/// <summary>Draw an architecture from the policy.</summary>
/// <param name="Position">The step.</param>
/// <param name="Ordinal">Number of the sample within the step, from 0.</param>
public sealed record SampleArchitecture(StepPosition Position, int Ordinal) : IRequest<ArchitectureSampled>;
