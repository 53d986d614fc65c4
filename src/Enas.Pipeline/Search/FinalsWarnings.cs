using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Search;

/// <summary>Finals that cannot tell what they are held for, a sentence each.</summary>
internal static class FinalsWarnings
{
    /// <summary>The warnings for a job; none where it holds no finals.</summary>
    public static IEnumerable<string> Of(JobOptions job)
    {
        if (EvaluatorCatalog.Of(job).TrainsAlone || FinalsRung.Of(job) is not [var first, ..] rungs)
        {
            yield break;
        }

        if (rungs.Count > 1 && rungs[^1].Steps > 0 && first.Steps >= rungs[^1].Steps)
        {
            yield return $"finals.rungs = {rungs.Count}: each of them trains for {Counted.Of(first.Steps, "step")}, so the last one tells "
                + "nothing that the first did not; set finals.steps to more, or finals.rungs = 1";
        }

        if (FinalsRung.SecondSeedOf(job) is not null && Math.Min(rungs[^1].Count, JobFit.FinalistsOf(job)) < 2)
        {
            yield return "finals.secondSeed compares the two best of the last rung, and only one comes so far: it changes nothing; "
                + "let two come to it, or set finals.secondSeed = 0";
        }
    }
}
