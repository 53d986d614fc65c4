using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Steps.Evaluate;

/// <summary>
/// How an evaluation stands in the facts of a reward: the measure under its name, then the windows that it was made of. A measure that Enas
/// knows by its name alone stands as <c>measure</c>, <c>direction</c> and <c>value</c>.
/// </summary>
internal static class EvaluatedFacts
{
    public static void Write(FactsWriter facts, Evaluated evaluated)
    {
        var (measure, value) = evaluated.Measurement;
        if (evaluated.Failure is { } failure)
        {
            facts.Text("measure", measure.Name).Text("direction", DirectionOf(measure)).Text("failure", failure);
            if (Measure.Of(measure.Name) is null && double.IsFinite(value))
            {
                facts.Number("worst", value);
            }

            return;
        }

        if (Measure.Of(measure.Name) is null)
        {
            facts.Text("measure", measure.Name)
                .Text("direction", DirectionOf(measure)).Number("value", value);
        }
        else
        {
            facts.Number(measure.Name, value);
        }

        WriteWindows(facts, evaluated);
        CostFacts.Write(facts, evaluated.Cost);
    }

    private static void WriteWindows(FactsWriter facts, Evaluated evaluated)
    {
        if (evaluated.Windows.Count == 0)
        {
            return;
        }

        var isOfImages = evaluated.Measurement.Measure == Measure.Accuracy;
        facts
            .Numbers(isOfImages ? "window_images" : "window_tokens", evaluated.Windows.Select(window => (double)window.TokenCount))
            .Numbers("window_losses", evaluated.Windows.Select(window => window.LossSum));
        if (isOfImages)
        {
            facts.Numbers("window_correct", evaluated.Windows.Select(window => (double)window.CorrectCount!.Value));
        }
    }

    public static Evaluated Read(FactsReader facts)
    {
        if (facts.OptionalText("failure") is { } failure)
        {
            return Evaluated.Failed(Measure.Of(facts.Text("measure")) ?? OwnMeasure(facts), failure);
        }

        var measurement = facts.OptionalNumber(Measure.Accuracy.Name) is { } accuracy ? new Measurement(Measure.Accuracy, accuracy)
            : facts.Has("measure") ? new Measurement(OwnMeasure(facts), facts.Number("value"))
            : new Measurement(Measure.Perplexity, facts.Number(Measure.Perplexity.Name));
        return new(measurement, Windows(facts, measurement.Measure == Measure.Accuracy), CostFacts.Read(facts));
    }

    private static string DirectionOf(Measure measure) => measure.Direction == MeasureDirection.Higher ? "higher" : "lower";

    private static Measure OwnMeasure(FactsReader facts) => Measure.Custom(
        facts.Text("measure"), facts.Text("direction") == "higher" ? MeasureDirection.Higher : MeasureDirection.Lower,
        facts.OptionalNumber("worst"));

    private static WindowLoss[] Windows(FactsReader facts, bool isOfImages)
    {
        if (!facts.Has("window_losses"))
        {
            return [];
        }

        var counts = facts.Numbers(isOfImages ? "window_images" : "window_tokens");
        var correct = isOfImages ? facts.Numbers("window_correct") : null;
        return [.. counts.Zip(facts.Numbers("window_losses"))
            .Select((window, i) => new WindowLoss((int)window.First, window.Second, (int?)correct?[i]))];
    }
}
