using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Evaluate;

namespace Enas.Pipeline.Steps.Score;

/// <summary>A candidate was scored, on a whole set or in a stage before that on a part of it.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Source">Where it came from: <c>policy</c>, <c>random</c>, or the set that a final training measured: <c>validation</c>,
/// <c>test</c>.</param>
/// <param name="Ordinal">Number of the candidate of its source; the epoch for a final training.</param>
/// <param name="Tokens">The candidate as its token string, in the form of the log.</param>
/// <param name="Perplexity">Perplexity over the whole set; null for images, and when it is not finite; absent from the facts then.</param>
/// <param name="LossSum">Sum of cross-entropies in nats; null when it is not finite.</param>
/// <param name="TokenCount">Tokens predicted, or images classified.</param>
/// <param name="CorrectCount">Images whose class was predicted; null for tokens.</param>
/// <param name="Reported">The value where it was looked up or reported as a whole, so that there are no losses and
/// counts; else null.</param>
/// <param name="Work">What scoring it cost; null where that is not counted.</param>
/// <param name="Stage">The stage of a staged scoring, see <see cref="ScoreStages"/>; null where nothing is staged.</param>
public sealed record CandidateScored(
    StepPosition Position, string Source, int Ordinal, string Tokens,
        double? Perplexity, double? LossSum, int TokenCount, int? CorrectCount = null, Measurement? Reported = null,
        WorkCost? Work = null, string? Stage = null) : ICostedEvent
{
    /// <summary>Sets of shared weights that it was scored with, more than one where the score is a mean over the last checkpoints: tokens,
    /// images and losses are the sums over them.</summary>
    public int Checkpoints { get; init; } = 1;

    /// <summary>What <see cref="TokenCount"/> counts, in a word.</summary>
    public string CountedIn => Accuracy is null ? "tokens" : "images";

    /// <summary>The event's stable name.</summary>
    public const string Name = "candidate-scored";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<CandidateScored>(Name, FromRow);

    /// <inheritdoc />
    public long? Cost => Work?.MultiplyAdds;

    /// <summary>Whether it was scored on the whole set; false in the stages before that.</summary>
    public bool IsWhole => Stage is null or ScoreStages.Whole;

    /// <summary>What an architecture that cannot be evaluated has: it was measured on nothing.</summary>
    internal static WindowLoss NotEvaluated { get; } = new(0, double.PositiveInfinity);

    /// <summary>Accuracy over the images; null for tokens.</summary>
    public double? Accuracy => CorrectCount is { } correct
        ? (double)correct / TokenCount : Reported is { } whole && whole.Measure == Measure.Accuracy ? whole.Value : null;

    /// <summary>What candidates are compared by; null when that is not finite.</summary>
    public Measurement? Measurement => Reported
        ?? (CorrectCount is not null ? new(Measure.Accuracy, Accuracy!.Value)
            : Perplexity is { } perplexity ? new(Measure.Perplexity, perplexity) : null);

    /// <summary>The value of what candidates are compared by: accuracy for images, perplexity for tokens; null when that
    /// is not finite.</summary>
    public double? Score => Measurement?.Value;

    /// <summary>Whether its loss and its score are finite. A network whose outputs are not numbers has an accuracy all the same,
    /// which says nothing.</summary>
    public bool IsFinite => (LossSum is not null || Reported is not null) && Score is not null;

    /// <summary>What candidates are ordered by, the best one first: one without a finite perplexity comes last.</summary>
    public double Rank => Measurement is { } measurement ? measurement.Measure.Rank(measurement.Value) : double.PositiveInfinity;

    /// <summary>
    /// Candidates of one stage, the best one first: by the score, of equal ones by the loss, of equal ones as they were scored. Those
    /// without a finite loss come last, whatever their accuracy.
    /// </summary>
    public static IEnumerable<CandidateScored> BestFirst(IEnumerable<CandidateScored> scored) => BestFirst(scored, one => one.Rank);

    /// <summary>The same by something else than the score.</summary>
    /// <param name="scored">The candidates.</param>
    /// <param name="rank">What they are ordered by, the best lowest.</param>
    public static IEnumerable<CandidateScored> BestFirst(IEnumerable<CandidateScored> scored, Func<CandidateScored, double> rank) =>
        scored.OrderBy(one => one.IsFinite ? 0 : 1).ThenBy(rank).ThenBy(one => one.LossSum ?? double.PositiveInfinity);

    /// <summary>The scores in which all candidates were measured alike: those of the screening where there was one, else all.</summary>
    /// <param name="screened">Scores of the stages before the whole set.</param>
    /// <param name="whole">Scores on the whole set.</param>
    public static IReadOnlyList<CandidateScored> Alike(IReadOnlyList<CandidateScored> screened, IReadOnlyList<CandidateScored> whole) =>
        screened.Count == 0 ? whole : [.. screened.Where(one => one.Stage == ScoreStages.Screen)];

    /// <summary>The loss that the score was made of.</summary>
    public WindowLoss Loss => new(TokenCount, LossSum ?? double.PositiveInfinity, CorrectCount);

    /// <summary>The score of a loss; what is not finite is left out.</summary>
    public static CandidateScored Of(StepPosition position, string source, int ordinal, string tokens, WindowLoss loss) =>
        loss.CorrectCount is null
            ? new(position, source, ordinal,
                tokens, Finite(Measures.Perplexity.Of(loss.LossSum, loss.TokenCount)), Finite(loss.LossSum), loss.TokenCount)
            : new(position, source, ordinal, tokens, null, Finite(loss.LossSum), loss.TokenCount, loss.CorrectCount);

    /// <summary>The score of an evaluation on a whole set.</summary>
    public static CandidateScored Of(StepPosition position, string source, int ordinal, string tokens, Evaluated evaluated) =>
        evaluated.Failure is not null
        ? Of(position, source, ordinal, tokens, NotEvaluated)
        : evaluated.Windows.Count == 1
        ? Of(position, source, ordinal, tokens, evaluated.Windows[0]) with { Work = evaluated.Cost, Checkpoints = evaluated.Checkpoints }
        : new(position, source, ordinal, tokens, evaluated.Measurement.Measure == Measure.Perplexity
            ? evaluated.Measurement.Value : null, null, 0, null, evaluated.Measurement, evaluated.Cost);

    /// <summary>The event that a row holds.</summary>
    public static CandidateScored FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        if (!facts.Has("images") && !facts.Has("tokens"))
        {
            return Of(facts.Position, facts.Text("source"),
                (int)facts.Integer("ordinal"), facts.Text("architecture"), EvaluatedFacts.Read(facts))
                    with
            { Stage = facts.OptionalText("stage") };
        }

        var isOfImages = facts.OptionalNumber("accuracy") is not null;
        return new(
            facts.Position,
            facts.Text("source"),
            (int)facts.Integer("ordinal"),
            facts.Text("architecture"),
            facts.OptionalNumber("perplexity"),
            facts.OptionalNumber("loss_sum"),
            (int)facts.Integer(isOfImages ? "images" : "tokens"),
            isOfImages ? (int)facts.Integer("correct") : null,
            Work: CostFacts.Read(facts),
            Stage: facts.OptionalText("stage"))
        { Checkpoints = facts.Has("checkpoints") ? (int)facts.Integer("checkpoints") : 1 };
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter()
            .Text("source", Source)
            .Integer("ordinal", Ordinal)
            .Text("architecture", Tokens);
        if (Stage is not null)
        {
            facts.Text("stage", Stage);
        }

        if (Reported is { } reported)
        {
            EvaluatedFacts.Write(facts, new Evaluated(reported, [], Work));
            return Row(facts);
        }

        facts
            .OptionalNumber("perplexity", Perplexity)
            .OptionalNumber("accuracy", Accuracy)
            .OptionalNumber("loss_sum", LossSum)
            .Integer(CorrectCount is null ? "tokens" : "images", TokenCount);
        if (CorrectCount is { } correct)
        {
            facts.Integer("correct", correct);
        }

        if (Checkpoints > 1)
        {
            facts.Integer("checkpoints", Checkpoints);
        }

        CostFacts.Write(facts, Work);
        return Row(facts);
    }

    private LogRow Row(FactsWriter facts) =>
        FactRow.Of(Position, Name, facts) with { Architecture = Tokens, Metric = Score, Loss = LossSum / TokenCount };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
