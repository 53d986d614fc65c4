using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Steps.Score;

/// <summary>Scores a candidate; a candidate without a finite score, or that cannot be evaluated, ranks last rather than
/// failing the search.</summary>
public sealed class ScoreCandidateHandler(SearchSpace space, IEvaluator evaluator) : IMeasuringHandler<ScoreCandidate, CandidateScored>
{
    // What an architecture that cannot be evaluated has: it was measured on nothing.
    private static readonly WindowLoss s_unknown = new(0, double.PositiveInfinity);

    /// <inheritdoc />
    public Task<CandidateScored> Handle(ScoreCandidate request, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(CandidateScored.Of(
                request.Position, request.Source,
                    request.Ordinal, request.Tokens, request.Known?.Again ?? evaluator.Score(space.Parse(request.Tokens))));
        }
        catch (NonFiniteStepException)
        {
            return Task.FromResult(CandidateScored.Of(request.Position, request.Source, request.Ordinal, request.Tokens, s_unknown));
        }
    }

    /// <inheritdoc />
    public CandidateScored Again(ScoreCandidate asked, CandidateScored recorded)
    {
        var evaluated = asked.Known?.Again ?? (recorded.Reported is { } reported ? new Evaluated(reported, [], recorded.Work) : null);
        return evaluated is null
            ? CandidateScored.Of(asked.Position, asked.Source, asked.Ordinal, asked.Tokens, recorded.Loss) with { Work = recorded.Work }
            : CandidateScored.Of(asked.Position, asked.Source, asked.Ordinal, asked.Tokens, evaluated);
    }
}
