using System.Globalization;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Messages;

namespace Enas.Host.Report;

/// <summary>Why scores of a search are not held against those of trainings alone, where too few architectures have both.</summary>
internal static class FidelityWords
{
    /// <summary>So many architectures at least have an order.</summary>
    public const int Fewest = 2;

    /// <summary>What there is, what is missing and how to get it, in sentences.</summary>
    /// <param name="search">The search.</param>
    /// <param name="scored">Its architectures that have both scores.</param>
    public static string TooFew(ReportedSearch search, int scored) =>
        SpaceCatalog.WordsOf(search.Job).Untrainable is { } reason ? $"Nothing is trained alone to be held against it: {reason}."
            : Text($"{scored} of this search's architectures {(scored == 1 ? "was" : "were")} also trained from scratch by one recipe")
                + (EvaluatorCatalog.Of(search.Job).TrainsAlone ? " as long as a final training" : string.Empty)
                + "; two are needed at least. "
                + (FinalistsOf(search) is > 0 and var finalists
                    ? $"Its finals trained {Counted.Of(finalists, "architecture")} alone too, but those are the best by their "
                        + "scores in the search, which differ little. Random ones are trained by: enas rank SEARCH."
                    : "Train some beside it: enas rank SEARCH.");

    private static int FinalistsOf(ReportedSearch search) => (search.Finals?.Rungs ?? [])
        .SelectMany(rung => rung.Places).Where(place => place.Child is { Evaluated: not null })
        .Select(place => place.Finalist.Tokens).Distinct(StringComparer.Ordinal).Count();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
