using System.Globalization;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;

namespace Enas.Host.Searches;

/// <summary>What the steps of a search were, by its strategy, in the same words wherever they are told.</summary>
internal static class StepWords
{
    /// <summary>How many of each: <c>480 weight</c>, <c>200 evaluations</c>, <c>0 failed</c>.</summary>
    public static IEnumerable<string> Of(RecordedSearch search)
    {
        var state = search.State;
        var isTraining = state.Started?.Kind == JobOrigins.Train;
        if (isTraining || SpaceCatalog.SharesWeights(search.Job))
        {
            yield return $"{Count(state.WeightStepCount)} weight";
        }

        if (!isTraining)
        {
            yield return $"{Count(state.PolicyStepCount)} {StrategyCatalog.Of(search.Job).StageWords}";
        }

        yield return $"{Count(state.FailedStepCount)} failed";
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
