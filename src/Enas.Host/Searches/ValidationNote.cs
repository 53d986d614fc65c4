using Enas.Host.Cli;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;

namespace Enas.Host.Searches;

/// <summary>What every validation score of a choice needs said beside it, wherever one is shown: on the terminal and on pages.</summary>
internal static class ValidationNote
{
    /// <summary>The sentence for a job; null where nothing was taken on a validation set, because a proxy that needs no training, a
    /// program of somebody's own or the space itself says what an architecture is worth.</summary>
    /// <param name="job">The job of a search or a training.</param>
    public static string? Of(JobOptions job) => EvaluatorCatalog.Of(job).ScoresOnValidation
        || (EvaluatorCatalog.Of(job).NeedsData && (job.Finals.AreHeld || job.Origin == JobOrigins.Train)) ? Words : null;

    /// <summary>Says it on the terminal.</summary>
    /// <param name="width">Width of the labels of that screen.</param>
    public static void Write(JobOptions job, int width, Terminal terminal)
    {
        if (Of(job) is { } words)
        {
            terminal.Line($"{"note".PadRight(width)} {words}");
        }
    }

    /// <summary>The sentence.</summary>
    public const string Words = "Rewards, the choice and the epoch of a training are all taken on the validation set, so scores on it say "
        + "more than new data would; only a test score is of data that nothing was chosen by.";
}
