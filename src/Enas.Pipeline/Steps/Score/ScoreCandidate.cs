using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Steps.Score;

/// <summary>Score an architecture with the shared weights, on the validation set or on a part of it.</summary>
/// <param name="Position">The step (the search's step count).</param>
/// <param name="Source"><c>policy</c> or <c>random</c>.</param>
/// <param name="Ordinal">Number of the candidate of its source.</param>
/// <param name="Tokens">The candidate as its token string, in the form of the log.</param>
/// <param name="Known">What it came to before, where a value is the architecture's own: then nothing is evaluated again.</param>
/// <param name="Stage">Which stage of a staged scoring, see <see cref="ScoreStages"/>; null where nothing is staged.</param>
/// <param name="Items">Images or windows that the stage scores on, the same for every candidate; 0 for the whole set.</param>
public sealed record ScoreCandidate(
    StepPosition Position, string Source, int Ordinal, string Tokens, Evaluated? Known = null, string? Stage = null, int Items = 0)
    : IRequest<CandidateScored>;
