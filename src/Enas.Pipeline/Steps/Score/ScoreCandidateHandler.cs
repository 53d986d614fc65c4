using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;
using MediatR;

namespace Enas.Pipeline.Steps.Score;

/// <summary>Scores a candidate; a candidate without a finite score ranks last rather than failing the search.</summary>
public sealed class ScoreCandidateHandler(SearchSpace space, ISharedWeights weights) : IMeasuringHandler<ScoreCandidate, CandidateScored>
{
    /// <inheritdoc />
    public Task<CandidateScored> Handle(ScoreCandidate request, CancellationToken cancellationToken)
    {
        var loss = weights.ScoreValidation(space.Parse(request.Tokens));
        return Task.FromResult(CandidateScored.Of(request.Position, request.Source, request.Ordinal, request.Tokens, loss));
    }

    /// <inheritdoc />
    public CandidateScored Again(ScoreCandidate asked, CandidateScored recorded) =>
        CandidateScored.Of(asked.Position, asked.Source, asked.Ordinal, asked.Tokens, recorded.Loss);
}
