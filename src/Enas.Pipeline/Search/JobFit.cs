using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Search;

/// <summary>How a job's sizes fit its space. A pure function of the job, so that what is clipped follows from the facts.</summary>
public static class JobFit
{
    /// <summary>What of a job is larger than what its space has and therefore clipped, a sentence each.</summary>
    public static IEnumerable<string> Clipped(JobOptions job)
    {
        var size = SpaceCatalog.Create(job).Size;
        if (size < job.Derive.Candidates)
        {
            yield return $"derive.candidates = {job.Derive.Candidates} is clipped to {size}: the space has no more architectures";
        }
    }
}
