using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps.Evaluate;

namespace Enas.Pipeline.Steps.Lifecycle;

/// <summary>The search ended within its budget and chose.</summary>
/// <param name="Position">The step count.</param>
/// <param name="Rule">The rule that chose.</param>
/// <param name="Tokens">The chosen architecture.</param>
/// <param name="Perplexity">Its score (for a final training: validation perplexity of the weights kept); null for images, and when no
/// candidate has a finite one.</param>
/// <param name="RandomMean">Mean score of the random candidates that have a finite one, null for a final training.</param>
/// <param name="RandomBest">Best score of the random candidates, null for a final training.</param>
/// <param name="TestPerplexity">Final training only: test perplexity, measured once; null for images.</param>
/// <param name="Accuracy">Images: its score, which the random ones then are too; null for tokens.</param>
/// <param name="TestAccuracy">Images, final training only: test accuracy, measured once.</param>
/// <param name="Reported">Its score where it is neither a perplexity nor an accuracy, else null.</param>
/// <param name="TestReported">What the test says of it in that measure; null where there is no test.</param>
/// <param name="Source">Where every scored candidate could be chosen: where the chosen one came from, <c>policy</c> or <c>random</c>; null
/// where the strategy's alone could.</param>
/// <param name="FinalRanks">The finalists of the last rung by name, the best first, see <see cref="Finals.Finalist.Name"/>; null where no
/// finals were held.</param>
public sealed record SearchCompleted(
    StepPosition Position,
    string Rule,
    string Tokens,
    double? Perplexity,
    double? RandomMean,
    double? RandomBest,
    double? TestPerplexity,
    double? Accuracy = null,
    double? TestAccuracy = null,
    Measurement? Reported = null,
    double? TestReported = null,
    string? Source = null,
    IReadOnlyList<string>? FinalRanks = null) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "search-completed";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<SearchCompleted>(Name, FromRow);

    /// <summary>What was chosen by: accuracy for images, perplexity for tokens, or a measure of the space's own.</summary>
    public double? Score => Accuracy ?? Perplexity ?? Reported?.Value;

    /// <summary>The test set's measure of a final training.</summary>
    public double? TestScore => TestAccuracy ?? TestPerplexity ?? TestReported;

    /// <summary>The event that a row holds.</summary>
    public static SearchCompleted FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(
            facts.Position,
            facts.Text("rule"),
            facts.Text("architecture"),
            facts.OptionalNumber("perplexity"),
            facts.OptionalNumber("random_mean"),
            facts.OptionalNumber("random_best"),
            facts.OptionalNumber("test_perplexity"),
            facts.OptionalNumber("accuracy"),
            facts.OptionalNumber("test_accuracy"),
            facts.Has("value") ? EvaluatedFacts.Read(facts).Measurement : null,
            facts.OptionalNumber("test_value"),
            facts.OptionalText("source"),
            facts.Has("final_ranks") ? facts.Texts("final_ranks") : null);
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter()
            .Integer("steps", Position.Step)
            .Text("rule", Rule)
            .Text("architecture", Tokens);
        if (Source is not null)
        {
            facts.Text("source", Source);
        }

        facts
            .OptionalNumber("perplexity", Perplexity)
            .OptionalNumber("accuracy", Accuracy);
        if (Reported is { } reported)
        {
            EvaluatedFacts.Write(facts, new Evaluated(reported, []));
        }

        facts
            .OptionalNumber("random_mean", RandomMean)
            .OptionalNumber("random_best", RandomBest)
            .OptionalNumber("test_perplexity", TestPerplexity)
            .OptionalNumber("test_accuracy", TestAccuracy);
        if (Reported is not null)
        {
            facts.OptionalNumber("test_value", TestReported);
        }

        if (FinalRanks is not null)
        {
            facts.Texts("final_ranks", FinalRanks);
        }

        return FactRow.Of(Position, Name, facts) with { Architecture = Tokens, Metric = Score };
    }
}
