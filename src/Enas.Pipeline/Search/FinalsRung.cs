using Enas.Pipeline.Options;

namespace Enas.Pipeline.Search;

/// <summary>A rung of the finals.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Count">Candidates that are trained in it, at most.</param>
/// <param name="Steps">Steps of each training; 0 for as long as the job says.</param>
public sealed record FinalsRung(int Number, int Count, long Steps)
{
    private const int Third = 3;

    /// <summary>The rungs of a job; none where it holds no finals.</summary>
    public static IReadOnlyList<FinalsRung> Of(JobOptions job)
    {
        var finals = job.Finals;
        var steps = finals.Steps == 0 ? job.Child.Steps : finals.Steps;
        if (!finals.AreHeld)
        {
            return [];
        }

        var promoted = finals.Promoted == 0 ? Upwards(finals.Count) : Math.Min(finals.Promoted, finals.Count);
        return finals.Rungs == 1
            ? [new(0, finals.Count, steps)]
            : [new(0, finals.Count, finals.FirstSteps == 0 ? Upwards(steps) : finals.FirstSteps), new(1, promoted, steps)];
    }

    private static int Upwards(int whole) => (whole + Third - 1) / Third;
}
