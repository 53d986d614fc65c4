using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Report;
using Enas.Host.Searches;

namespace Enas.Host.Dashboard.Views;

/// <summary>The page of a final training.</summary>
internal static class TrainingView
{
    /// <summary>The page.</summary>
    /// <param name="search">The training.</param>
    /// <param name="parent">The id of the search that it comes from, where that is served.</param>
    public static async Task<TrainingAnswer> OfAsync(SearchData search, string? parent)
    {
        var report = search.Report;
        var measure = ScoreText.MeasureOf(report.Job);
        var folder = CommandText.PathFromHere(report.Folder.Root);
        return new TrainingAnswer
        {
            Through = search.Through(),
            Architecture = report.Milestones.Started?.Architecture ?? string.Empty,
            Parameters = report.IsTraining ? await TrainedNetwork.ParametersAsync(search.Record) : null,
            Measure = measure.Name,
            Epochs = [.. SearchLines.Epochs(search.Record).Where(epoch => epoch.IsFinite).Select(epoch => epoch.Ordinal + 1)],
            Validation = [.. TrainingCharts.Validations(report).Select(point => Answering.Finite(point.Value))],
            OfEpochs = report.Job.Train.Epochs,
            Test = report.Result?.TestScore is { } test ? ScoreText.Of(measure, test) : null,
            Parent = parent,
            Commands =
            [
                Answering.Command("take the network away as ONNX", "export", folder, "--format", "onnx"),
                Answering.Command("the weights alone", "export", folder, "--format", "safetensors"),
            ],
        };
    }
}
