using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Steps.Score;

/// <summary>Score an architecture on the whole validation set with the shared weights.</summary>
/// <param name="Position">The step (the search's step count).</param>
/// <param name="Source"><c>policy</c> or <c>random</c>.</param>
/// <param name="Ordinal">Number of the candidate of its source.</param>
/// <param name="Tokens">The candidate.</param>
/// <param name="Known">What it came to before, where a value is the architecture's own: then nothing is evaluated again.</param>
public sealed record ScoreCandidate(StepPosition Position, string Source, int Ordinal, string Tokens, Evaluated? Known = null)
    : IRequest<CandidateScored>;
