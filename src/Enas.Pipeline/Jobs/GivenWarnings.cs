using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>Options that a job says and that its other options leave no place for, a sentence each.</summary>
internal static class GivenWarnings
{
    private const string Among = "derive.among";
    private const string ChildSteps = "child.steps";

    /// <summary>The warnings for a job as it was read.</summary>
    public static IEnumerable<string> Of(JobDocument document)
    {
        var job = document.Required();
        if (job.Derive.Among == DeriveOptions.AmongPolicy && (job.Derive.IsStaged || job.Finals.AreHeld) && IsGiven(document, Among))
        {
            yield return $"{Among} = \"{DeriveOptions.AmongPolicy}\": after "
                + (job.Finals.AreHeld ? "finals" : "a screening")
                + " the choice is among all that came so far, the uniform ones too, so it changes nothing; leave it out";
        }

        if (StrategyCatalog.Of(job) is { HasOwnBudget: true } strategy && job.Child.Steps > 0 && IsGiven(document, ChildSteps))
        {
            yield return $"{ChildSteps} = {job.Child.Steps}: strategy.kind \"{strategy.Name}\" says itself how long architectures are "
                + "trained alone, so it changes nothing; leave it out";
        }
    }

    private static bool IsGiven(JobDocument document, string key) =>
        document.Values.FirstOrDefault(value => value.Option.Key == key) is { IsGiven: true };
}
