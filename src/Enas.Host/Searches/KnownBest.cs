using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Searches;

/// <summary>The best architecture that is known of a search.</summary>
/// <param name="Metric">What it was scored by.</param>
/// <param name="Score">Its score; null where it is not finite.</param>
/// <param name="Source">Where it comes from; null before the end.</param>
/// <param name="Text">The score as people read it.</param>
internal sealed record KnownBest(string Tokens, string Metric, double? Score, string? Source, string Text)
{
    /// <summary>What it counts among others of its metric: the lower, the better.</summary>
    public double Rank { get; private init; } = double.MaxValue;

    /// <summary>Of a complete search the choice, or the random candidate that is better; before that the sample with the highest reward.
    /// Null where a complete search's scores are not finite, too.</summary>
    public static KnownBest? Of(JobOptions job, SearchState state) => (state.Completed, state.Best) switch
    {
        ({ } chosen, _) => RandomComparison.Of(job, state) is { BetterRandom: { } better }
            ? Scored(job, better.Tokens, chosen, better.Score, CandidateSources.Random) : ChosenOf(job, state),
        (null, { } best) => new(
            best.Tokens, "reward", best.Reward, null, best.Reward.ToString("0.0000", CultureInfo.InvariantCulture))
        {
            Rank = -best.Reward
        },
        _ => null,
    };

    /// <summary>The choice of a complete search, or null.</summary>
    public static KnownBest? ChosenOf(JobOptions job, SearchState state) => state.Completed is { } chosen && NoResult.Of(job, state) is null
        ? Scored(job, chosen.Tokens, chosen, chosen.Score, chosen.Source ?? CandidateSources.Policy) : null;

    /// <summary>It for programs.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["architecture"] = Tokens, ["metric"] = Metric, ["score"] = Score };
        if (Source is not null)
        {
            json["source"] = Source;
        }

        return json;
    }

    private static KnownBest Scored(JobOptions job, string tokens, SearchCompleted completed, double? score, string source)
    {
        var measure = completed.Reported?.Measure ?? ScoreText.MeasureOf(job);
        var metric = completed.Reported?.Measure.Name ?? (completed.Accuracy is null ? "validation-perplexity" : "validation-accuracy");
        return new(tokens, metric, score, source, ScoreText.Of(measure, score))
        {
            Rank = score is { } value ? measure.Rank(value) : double.MaxValue
        };
    }
}
