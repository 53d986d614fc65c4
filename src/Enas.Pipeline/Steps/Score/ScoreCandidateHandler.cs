using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Steps.Score;

/// <summary>Scores a candidate; a candidate without a finite score ranks last rather than failing the search.</summary>
public sealed class ScoreCandidateHandler(SearchSpace space, IEvaluator evaluator) : IMeasuringHandler<ScoreCandidate, CandidateScored>
{
    /// <inheritdoc />
    public Task<CandidateScored> Handle(ScoreCandidate request, CancellationToken cancellationToken) =>
        Task.FromResult(CandidateScored.Of(request.Position, request.Source, request.Ordinal, request.Tokens, evaluator.Score(space.Parse(request.Tokens))));

    /// <inheritdoc />
    public CandidateScored Again(ScoreCandidate asked, CandidateScored recorded) => recorded.Reported is { } reported
        ? CandidateScored.Of(asked.Position, asked.Source, asked.Ordinal, asked.Tokens, new Evaluated(reported, []))
        : CandidateScored.Of(asked.Position, asked.Source, asked.Ordinal, asked.Tokens, recorded.Loss);
}
