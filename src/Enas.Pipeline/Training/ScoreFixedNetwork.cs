using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Score;
using MediatR;

namespace Enas.Pipeline.Training;

/// <summary>Measure the network on a whole set.</summary>
/// <param name="Position">Where in the training.</param>
/// <param name="Source">The set, as the event names it: <see cref="CandidateSources.Validation"/> or
/// <see cref="CandidateSources.Test"/>.</param>
/// <param name="Ordinal">The epoch that it comes after; 0 for the test.</param>
internal sealed record ScoreFixedNetwork(StepPosition Position, string Source, int Ordinal) : IRequest<CandidateScored>;
