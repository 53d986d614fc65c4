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

    // Measured after every epoch, and drawn at the step that it ended with.
    private static ChartSpec Validation(ReportedSearch training)
    {
        var measured = training.Series.Candidates.Where(candidate => candidate.Source == "validation");
        SeriesPoint[] scores = [.. measured.Where(candidate => candidate.Score is not null).Select(candidate => new SeriesPoint(candidate.Position.Step, candidate.Score!.Value))];
        var measure = training.HasAccuracy ? "accuracy" : "perplexity";
        var chart = ChartSpec.Lines(
            "validation",
            "Validation",
            $"The {measure} on the whole validation set after each epoch; the weights with the best one are kept.",
            "step",
            measure,
            ChartSpec.Series(measure, "line", scores)).Or("No epoch has ended yet.");
        return training.HasAccuracy ? chart.Within(0, 1) : chart;
    }
}
