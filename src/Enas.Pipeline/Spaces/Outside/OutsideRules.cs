using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Programs;

namespace Enas.Pipeline.Spaces.Outside;

/// <summary>What the options of jobs must fulfil together whose architectures are evaluated outside of Enas.</summary>
internal static class OutsideRules
{
    /// <summary>All of them.</summary>
    /// <param name="create">Makes the space of a job.</param>
    public static IReadOnlyList<JobRule> Of(Func<JobOptions, SearchSpace> create) =>
    [
        new(["evaluator.command", "evaluator.kind"], job => (EvaluatorCatalog.Of(job).RunsProgram, job.Evaluator.Command.Count) switch
        {
            (true, 0) => "is missing; expected the program and its arguments, as in [\"python3\", \"train.py\"], or "
                + $"evaluator.kind \"{EvaluatorOptions.Told}\"",
            (true, _) when string.IsNullOrWhiteSpace(job.Evaluator.Command[0]) =>
                "begins with an empty text, which names no program; expected the program and its arguments, as in [\"python3\", "
                    + "\"train.py\"]",
            (false, > 0) => $"is for evaluator.kind \"{EvaluatorOptions.ByCommand}\"",
            _ => null,
        }),
        new(["evaluator.command", "space.kind"], job => UnknownPlaceholder(job, create)),
        new(["evaluator.command", "space.decisions"], job => DoubtfulPlaceholder(job, create)),
        new(["evaluator.measure", "objective.cost", OwnLimits.Key, "space.decisions"], job => DoubtfulName(job, create(job)) is { } name
            ? $"names \"{name}\", which is also the name of a decision: a line {name}=0.9 of the program could say what was "
                + "measured as well as what was chosen; rename one of them"
            : null),
        new(["evaluator.measure"], job => job.Evaluator.Measure.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.')
            && char.IsLetter(job.Evaluator.Measure[0]) && job.Evaluator.Measure is not ("value" or "step" or "costs" or "error")
            ? null
            : "is no name of a measure; a name begins with a letter and goes on with letters, digits, and any of _ - . and is none of "
                + "value, step, costs, error"),
        new(["evaluator.direction", "evaluator.measure"], job =>
            Measure.Of(job.Evaluator.Measure) is { } known && (known.Direction == MeasureDirection.Lower) != job.Evaluator.IsLowerBetter
            ? $"= \"{job.Evaluator.Direction}\" is wrong of {known.Name}, of which "
                + (job.Evaluator.IsLowerBetter ? "more is better" : "less is better")
            : null),
        new(["evaluator.worst", "evaluator.direction"], job =>
            job.Evaluator is { IsLowerBetter: true, Worst: 0 } && Measure.Of(job.Evaluator.Measure) is null
            ? "is missing: where lower is better nothing says what counts for an architecture whose program fails; give a value that is "
                + "worse than any that works"
            : null),
        new(["evaluator.lag", "strategy.samplesPerPolicyStep"], job => job.Evaluator.Lag > 1 && job.Strategy.SamplesPerPolicyStep > 1
            ? $"= {job.Evaluator.Lag} needs strategy.samplesPerPolicyStep 1: an update follows each evaluation, and what is under way does "
                + "not wait for it"
            : null),
        new(["limits.parameters"], job => job.Limits != new LimitOptions() || job.Costs.Counts || job.Costs.Latency
            || job.Costs.Table.Length > 0
            ? "is, as all of limits and costs, about what Enas counts of its own networks, and these are evaluated outside of it; limits "
                + $"of what the program says are {OwnLimits.Key}, as in {{\"latency_ms\": 5}}"
            : null),
        new(["objective.cost", "objective.kind"], job => !job.Objective.LooksAtCost ? null
            : job.Objective.Cost == CostMeasure.MultiplyAdds.Name
            ? $"= \"{CostMeasure.MultiplyAdds}\" is what Enas counts of its own networks, and these are evaluated outside of it; "
                + "name a cost that the program says beside its measure, as in \"latency_ms\""
            : OwnLimits.IsName(job.Objective.Cost) ? null
            : $"= \"{ForeignText.Shown(job.Objective.Cost)}\" is no name of a cost; {OwnLimits.NameWords}"),
        new(["objective.cost", OwnLimits.Key, "evaluator.measure"], job => CostPlan.Of(job).Said.Any(cost =>
            cost.Name == job.Evaluator.Measure)
            ? $"names \"{job.Evaluator.Measure}\", which is the measure (evaluator.measure); a cost is said under a name of its own"
            : null),
    ];

    // What is told is told by options of a command line, which take no decision for a value.
    private static string? DoubtfulName(JobOptions job, SearchSpace space) => job.Evaluator.Command.Count == 0 ? null
        : CostPlan.Of(job).Said.Select(cost => cost.Name).Prepend(job.Evaluator.Measure)
            .FirstOrDefault(name => space.Decisions.Any(decision => decision.Name == name));

    // The document has choices in a place of their own, so only the command line knows both by one name.
    private static string? DoubtfulPlaceholder(JobOptions job, Func<JobOptions, SearchSpace> create)
    {
        var names = create(job).Decisions.Select(decision => decision.Name).Intersect(ProgramArguments.Reserved);
        var doubtful = ProgramArguments.PlaceholdersOf(job.Evaluator.Command).FirstOrDefault(name => names.Contains(name));
        return doubtful is null ? null
            : $"has {{{doubtful}}}, which is a fixed word and also the name of a decision, so it could stand for either; rename the "
                + $"decision. Fixed words: {string.Join(' ', ProgramArguments.Reserved)}";
    }

    private static string? UnknownPlaceholder(JobOptions job, Func<JobOptions, SearchSpace> create)
    {
        string[] known = [.. create(job).Decisions.Select(decision => decision.Name), .. ProgramArguments.Reserved];
        var unknown = ProgramArguments.PlaceholdersOf(job.Evaluator.Command).FirstOrDefault(name => !known.Contains(name));
        return unknown is null ? null : $"has {{{ForeignText.Shown(unknown)}}}, which is neither a decision nor one of the fixed words"
            + $"{Nearest.Hint(unknown, known)}; known: {string.Join(' ', known)}. Braces that stand for themselves are doubled";
    }
}
