using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;

namespace Enas.Host.Display;

/// <summary>What can be done about a search that has collapsed, by the options that its job has; each goes on a sentence.</summary>
/// <param name="OfSkips">Where almost all skips are taken.</param>
/// <param name="OfSameness">Where few different architectures come.</param>
internal sealed record CollapseRemedies(string OfSkips, string OfSameness)
{
    /// <summary>Nothing that an option could do.</summary>
    public static CollapseRemedies None { get; } = new(string.Empty, string.Empty);

    /// <summary>Those of a job.</summary>
    public static CollapseRemedies Of(JobOptions job)
    {
        var table = JobSchema.Of(job);
        string Known(params string[] keys) => string.Join(" or ", keys.Where(key => table.Find(key) is not null));
        string[] ofSkips =
        [
            .. SpaceCatalog.SharesWeights(job) ? ["train the shared weights longer before architectures are chosen by them"]
                : Array.Empty<string>(),
            .. Raised(Known("policy.entropyWeight")),
        ];
        string[] ofSameness = [.. Raised(Known("policy.entropyWeight", "policy.temperature", "strategy.population"))];
        return new(
            ofSkips.Length == 0 ? string.Empty : $"; {string.Join(", or ", ofSkips)}",
            ofSameness.Length == 0 ? string.Empty : $": {ofSameness[0]}");
    }

    private static string[] Raised(string keys) => keys.Length == 0 ? [] : [$"raise {keys}"];
}
