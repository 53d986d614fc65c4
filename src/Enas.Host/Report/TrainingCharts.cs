using Enas.Host.Readings;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Report;

/// <summary>The charts of one final training.</summary>
internal static class TrainingCharts
{
    /// <summary>All charts, in the order of the page.</summary>
    public static IReadOnlyList<ChartSpec> Of(ReportedSearch training) =>
    [
        Validation(training),
        ReportCharts.Loss(training, "Training loss", "No step was taken yet."),
        ReportCharts.LearningRate(training, "weights"),
    ];

    /// <summary>The score on the validation set after each epoch as people read it: perplexity, or accuracy in per cent.</summary>
    public static IReadOnlyList<SeriesPoint> Validations(ReportedSearch training) =>
        [.. Finite(training).Select(candidate =>
            new SeriesPoint(candidate.Position.Step, candidate.Measurement!.Measure.InUnit(candidate.Score!.Value)))];

    private static IEnumerable<CandidateScored> Finite(ReportedSearch training) =>
        training.Milestones.Candidates.Where(candidate => candidate is { Source: CandidateSources.Validation, IsFinite: true });

    // Measured after every epoch; in the unit of the terminal and of the table, an accuracy in per cent.
    private static ChartSpec Validation(ReportedSearch training)
    {
        SeriesPoint[] scores = [.. Finite(training).Zip(Validations(training),
            (candidate, score) => new SeriesPoint(candidate.Ordinal + 1, score.Value))];
        var measure = training.ChoiceMeasure;
        var chart = ChartSpec.Lines(
            "validation",
            "Validation",
            $"The {measure} on the whole validation set after each epoch; the weights with the best one are kept.",
            "epoch",
            measure.NameWithUnit,
            ChartSpec.Series(measure.Name, "line", scores)).Or("No epoch has ended yet.");
        return measure == Measure.Accuracy ? chart.Within(0, 100) : chart;
    }
}
