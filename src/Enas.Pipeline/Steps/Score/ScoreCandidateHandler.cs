using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces;
using MediatR;

namespace Enas.Pipeline.Steps.Score;

/// <summary>Scores a candidate; a candidate without a finite score ranks last rather than failing the search.</summary>
public sealed class ScoreCandidateHandler(SearchSpace space, ISharedWeights weights) : IRequestHandler<ScoreCandidate, CandidateScored>
{
    /// <inheritdoc />
    public Task<CandidateScored> Handle(ScoreCandidate request, CancellationToken cancellationToken)
    {
        var loss = weights.ScoreValidation(space.Parse(request.Tokens));
        return Task.FromResult(CandidateScored.Of(request.Position, request.Source, request.Ordinal, request.Tokens, loss));
    }
}
