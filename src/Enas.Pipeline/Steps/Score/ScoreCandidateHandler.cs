using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Steps.Score;

/// <summary>Scores a candidate; a candidate without a finite score, or that cannot be evaluated, ranks last rather than
/// failing the search.</summary>
internal sealed class ScoreCandidateHandler(SearchSpace space, IEvaluator evaluator) : IMeasuringHandler<ScoreCandidate, CandidateScored>
{
    /// <inheritdoc />
    public Task<CandidateScored> Handle(ScoreCandidate request, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Of(request, request.Known?.Again ?? Score(space.Parse(request.Tokens), request.Items)));
        }
        catch (NonFiniteStepException)
        {
            return Task.FromResult(Of(request, CandidateScored.NotEvaluated));
        }
    }

    /// <inheritdoc />
    public CandidateScored Again(ScoreCandidate asked, CandidateScored recorded)
    {
        var evaluated = asked.Known?.Again ?? (recorded.Reported is { } reported ? new Evaluated(reported, [], recorded.Work) : null);
        return evaluated is null ? Of(asked, recorded.Loss) with
        {
            Work = recorded.Work,
            Checkpoints = recorded.Checkpoints,
        }
        : Of(asked, evaluated);
    }

    private Evaluated Score(Architecture architecture, int items) =>
        items == 0 ? evaluator.Score(architecture) : evaluator.ScorePart(architecture, items);

    private static CandidateScored Of(ScoreCandidate asked, WindowLoss loss) =>
        CandidateScored.Of(asked.Position, asked.Source, asked.Ordinal, asked.Tokens, loss) with { Stage = asked.Stage };

    private static CandidateScored Of(ScoreCandidate asked, Evaluated evaluated) =>
        CandidateScored.Of(asked.Position, asked.Source, asked.Ordinal, asked.Tokens, evaluated) with { Stage = asked.Stage };
}
