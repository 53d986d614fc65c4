using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Child;

/// <summary>How what a program said of an architecture stands in the facts of its child.</summary>
internal static class ProgramFacts
{
    private const string Higher = "higher";

    /// <summary>Writes it behind the order.</summary>
    public static void Write(FactsWriter facts, ProgramResult program, ChildOutcome outcome)
    {
        facts.Text("measure", program.Measure.Name)
            .Text("direction", program.Measure.Direction == MeasureDirection.Higher ? Higher : "lower")
            .OptionalNumber("value", program.Value);
        if (program.Reports.Count > 0)
        {
            facts.Numbers("report_steps", program.Reports.Select(report => (double)report.Step))
                .Numbers("report_values", program.Reports.Select(report => report.Value));
        }

        if (program.Costs.Count > 0)
        {
            facts.Texts("cost_names", program.Costs.Select(cost => cost.Name))
                .Numbers("cost_values", program.Costs.Select(cost => cost.Value));
        }

        facts.OptionalInteger("stopped_at", program.StoppedAt).Text("fingerprint", outcome.Fingerprint);
        if (outcome.Failure is { } failure)
        {
            facts.Text("failure", failure);
        }
    }

    /// <summary>Reads it; null where the facts are of a training.</summary>
    public static ChildOutcome? Read(FactsReader facts)
    {
        if (!facts.Has("measure"))
        {
            return null;
        }

        var measure = Measure.Custom(
            facts.Text("measure"), facts.Text("direction") == Higher ? MeasureDirection.Higher : MeasureDirection.Lower);
        ProgramReport[] reports = !facts.Has("report_steps") ? []
            : [.. facts.Numbers("report_steps").Zip(facts.Numbers("report_values"), (step, value) => new ProgramReport((long)step, value))];
        ProgramCost[] costs = !facts.Has("cost_names") ? []
            : [.. facts.Texts("cost_names").Zip(facts.Numbers("cost_values"), (name, value) => new ProgramCost(name, value))];
        var result = new ProgramResult(measure, facts.OptionalNumber("value"), reports, costs,
            facts.Has("stopped_at") ? facts.Integer("stopped_at") : null);
        return ChildOutcome.OfProgram(result, facts.Text("fingerprint"), facts.OptionalText("failure"));
    }
}
