using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>Which training an architecture gets, and what an architecture is worth by what its training came to.</summary>
/// <param name="job">The job with every default filled in.</param>
/// <param name="measure">What its architectures are judged by.</param>
public sealed class ChildPlan(JobOptions job, Measure measure)
{
    /// <summary>The training of an architecture.</summary>
    /// <param name="tokens">The architecture as its token string, in the form of the log.</param>
    /// <param name="rung">The number of the rung of halving or finals, from 0.</param>
    /// <param name="steps">Steps; null for what the job says.</param>
    public ChildOrder Order(string tokens, int rung = 0, long? steps = null) =>
        new(tokens, rung, ChildSeeds.Of(job, tokens, rung), steps ?? job.Child.Steps);

    /// <summary>The evaluation that an outcome is under an objective, which can ask for costs.</summary>
    internal Evaluated Evaluation(ChildOutcome outcome, IObjective objective) => Evaluation(outcome) is var evaluated
        && evaluated.Failure is null && outcome.Program is not null && objective.RefusalOf(outcome.Costs) is { } reason
            ? Evaluated.Failed(measure, reason) : evaluated;

    /// <summary>The evaluation that an outcome is. The counts that it was made of stand in the fact of the child.</summary>
    public Evaluated Evaluation(ChildOutcome outcome) => outcome.Program is { Value: { } value } program
        ? new(new Measurement(program.Measure, value), [])
        : outcome.Validation is { } loss
        ? new(Evaluated.Of([loss]).Measurement, [])
        : Evaluated.Failed(measure, outcome.Failure ?? ChildOutcome.NotFinite);
}
