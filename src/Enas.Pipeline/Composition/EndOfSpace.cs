using System.Globalization;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies.Exhaustion;

namespace Enas.Pipeline.Composition;

/// <summary>Why a search ended before its budget was used up, in words.</summary>
internal static class EndOfSpace
{
    /// <summary>It in a sentence without its end; null where nothing but the budget ended the search.</summary>
    /// <param name="exhausted">The fact that says so; null where there is none.</param>
    public static string? Words(JobOptions job, SpaceExhausted? exhausted) => exhausted is null ? null
        : exhausted.Evaluated == SpaceCatalog.Create(job).Size
            ? string.Create(CultureInfo.InvariantCulture,
                $"all {exhausted.Evaluated:N0} architectures of the space were evaluated, so the rest of the budget was not needed")
            : string.Create(CultureInfo.InvariantCulture, $"after {exhausted.Evaluated:N0} different architectures no new one was ")
                + "proposed any more that could be evaluated and keeps the limits of the job, so the rest of the budget was not used";
}
