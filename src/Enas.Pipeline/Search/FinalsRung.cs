using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Child;

namespace Enas.Pipeline.Search;

/// <summary>A rung of the finals.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Count">Candidates that are trained in it, at most.</param>
/// <param name="Steps">Steps of each training; 0 for as long as the job says.</param>
internal sealed record FinalsRung(int Number, int Count, long Steps)
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

    /// <summary>Another seed for the two best of the last rung; null for none.</summary>
    public static FinalsRung? SecondSeedOf(JobOptions job) =>
        job.Finals is { AreHeld: true, SecondSeed: > 0 } && Of(job) is [.., var last]
            ? last with { Number = last.Number + 1, Count = 2 } : null;

    /// <summary>
    /// What a finalist's training came to in a rung; null where it was not trained yet. Of a second seed that is what both trainings came
    /// to together: their losses and counts are added, and where one failed, both did.
    /// </summary>
    /// <param name="rung">Number of the rung.</param>
    /// <param name="tokens">The finalist.</param>
    /// <param name="children">Architectures that were trained alone.</param>
    public static ChildTrained? ChildOf(JobOptions job, int rung, string tokens, IEnumerable<ChildTrained> children)
    {
        ChildTrained[] own = [.. children.Where(child => child.Tokens == tokens)];
        var child = Array.Find(own, one => one.Order.Rung == rung);
        if (child is null || SecondSeedOf(job)?.Number != rung)
        {
            return child;
        }

        var first = Array.Find(own, one => one.Order.Rung == rung - 1)?.Outcome.Validation;
        return child with
        {
            Outcome = child.Outcome with
            {
                Validation = (first, child.Outcome.Validation) is ({ } one, { } other)
                    ? new(one.TokenCount + other.TokenCount, one.LossSum + other.LossSum, one.CorrectCount + other.CorrectCount) : null,
            }
        };
    }

    private static int Upwards(int whole) => (whole + Third - 1) / Third;
}
