using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Options;

namespace Enas.Storage.Programs;

/// <summary>The command that tells a value, for people: what stands in capitals is theirs to say.</summary>
internal static class TellText
{
    /// <summary>Stands for the number of a trial.</summary>
    public const string AnyTrial = "N";

    /// <summary>Its words after the program's name, with each cost that the job asks for.</summary>
    /// <param name="search">How the search is called there.</param>
    /// <param name="trial">The trial's number, or <see cref="AnyTrial"/>.</param>
    /// <param name="job">The search's job.</param>
    public static IReadOnlyList<string> Words(string search, string trial, JobOptions job) =>
    [
        "tell", search, "--trial", trial, "--value", SpaceCatalog.MeasureOf(job).Name.ToUpperInvariant(),
        .. CostPlan.Of(job).Said.SelectMany(cost => (string[])["--cost", $"{cost.Name}={cost.Name.ToUpperInvariant()}"]),
    ];
}
