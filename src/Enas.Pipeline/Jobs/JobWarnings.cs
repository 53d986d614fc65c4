using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Jobs;

/// <summary>
/// What a job is allowed to say and should not: options under which its policy cannot learn, a sentence each. They are no errors, since
/// searches with these options were run, published and recorded, and can be run again.
/// </summary>
public static class JobWarnings
{
    /// <summary>The warnings for a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="updates">Policy steps of its budget.</param>
    public static IReadOnlyList<string> Of(JobOptions job, long updates)
    {
        var strategy = StrategyCatalog.Of(job);
        var hasNetwork = !strategy.IsNullModel && strategy.Policy.HasFlag(PolicySections.Network);
        return
        [
            .. strategy.WarningsOf(job, updates),
            .. hasNetwork ? SpaceCatalog.Of(job.Space.Kind).PolicyWarningsOf(job) : [],
        ];
    }
}
