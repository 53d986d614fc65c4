using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Tasks.Tabular;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Verbs.Rank;

/// <summary>What <c>enas rank --table</c> was asked.</summary>
/// <param name="Table">The CSV file.</param>
/// <param name="Names">Which of its columns.</param>
/// <param name="Count">Cells drawn from it; null for all.</param>
/// <param name="Images">Validation images that each is scored on; 0 for all.</param>
/// <param name="Sets">Options that change, which can only be locations.</param>
/// <param name="Folder">Where the scores are kept; null for beside the search.</param>
/// <param name="Compute">What computes.</param>
internal sealed record TableRankArguments(
    string Search, string Table, TableNames Names, int? Count, int Images, IReadOnlyList<string> Sets, string? Folder,
    ComputeOptions Compute)
{
    /// <summary>Whether all zero-cost proxies of the space stand beside the scores, and not counting alone.</summary>
    public bool Proxies { get; init; }
}

/// <summary>The columns of a table, named as the table evaluator names them.</summary>
/// <param name="Architectures">The column with the architectures' strings.</param>
/// <param name="Column">The column with accuracies.</param>
/// <param name="Unit">Whether they are written in percent or as shares of 1.</param>
internal sealed record TableNames(string Architectures, string Column, string Unit)
{
    /// <summary>Accuracies from 0 to 100.</summary>
    public const string Percent = "percent";

    /// <summary>Accuracies from 0 to 1.</summary>
    public const string Share = "share";

    /// <summary>What a value is divided by.</summary>
    public double Divisor => Unit == Percent ? 100 : 1;
}

/// <summary>Scores cells of a table with the shared weights of a finished search and holds their order against the table's. Trains
/// nothing.</summary>
internal static class TableRankVerb
{
    private const int Fewest = 2;
    private const string Draws = "rank-table";
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(TableRankArguments arguments, Terminal terminal)
    {
        var points = new RecordedPoints();
        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(arguments.Search), points);
        RequireFinished(search);
        var rows = Drawn(search.Job, Load(arguments, search), arguments.Count);
        using var host = EnasHost.Build();
        await host.StartAsync();
        var stop = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            using var finished =
                await FinishedWeights.OpenAsync(search, points, arguments.Sets, arguments.Compute, terminal, stop);
            var proxies = new RankProxies(finished.Job, finished.Data, Asked(finished.Job, arguments), finished.Backend);
            var folder = Surroundings.FullPath(arguments.Folder ?? search.Folder.Root.TrimEnd('/') + "-rank-table");
            using var scores = TableScores.Open(folder, Owner(search, arguments, finished.Numerics));
            terminal.Line($"scoring {Counted.Of(rows.Count, "cell")} of {Path.GetFileName(arguments.Table)} with the shared weights of "
                + $"{search.Name}; {Count(rows.Count(row => scores.Find(row.Architecture.Tokens) is not null))} are scored already");
            await Task.Run(() => Score(rows, finished.Weights, arguments.Images, scores, terminal, stop), CancellationToken.None);
            var cells = Cells(rows, scores, arguments);

            // A score adds what it came to with each of the weights that it is the mean over.
            var checkpoints = finished.Weights.ScoreCount;
            var images = scores.Find(cells[0].Tokens)!.TokenCount / checkpoints;
            var report = new TableRankReport(search, arguments, cells, images, checkpoints)
            {
                Proxies = proxies.Of(cells.Select(cell => cell.Tokens)),
            };
            report.Write(terminal);
            terminal.Result(report.ToJson());
            return ExitCodes.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            terminal.Line("stopped; the same command goes on with the scores that are made");
            terminal.Result(new JsonObject { ["complete"] = false });
            return ExitCodes.Stopped;
        }
    }

    private static TableCell[] Cells(IReadOnlyList<TableRow> rows, TableScores scores, TableRankArguments arguments) =>
        [.. rows.Select(row => Cell(row, scores.Find(row.Architecture.Tokens)!, arguments.Names.Divisor))];

    // Counting costs nothing and is what shared weights have to be better than.
    private static IReadOnlyList<ZeroCostProxy> Asked(JobOptions job, TableRankArguments arguments) =>
        [.. SpaceCatalog.Of(job).Proxies.Where(proxy => arguments.Proxies || proxy == ZeroCostProxy.MultiplyAdds)];

    private static TableCell Cell(TableRow row, WindowLoss loss, double divisor) => new(
        row.Architecture.Tokens,
        loss.CorrectCount!.Value / (double)loss.TokenCount,
        double.IsFinite(loss.LossSum) ? loss.LossSum / loss.TokenCount : double.PositiveInfinity,
        row.Values[0] / divisor);

    // Every cell on the same images in the same batches, which norms by the batch make part of the measure.
    private static void Score(IReadOnlyList<TableRow> rows, ISharedWeights weights, int images, TableScores scores, Terminal terminal,
        CancellationToken stop)
    {
        var (time, begun) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
        var (said, made) = (begun, 0);
        TableRow[] missing = [.. rows.Where(row => scores.Find(row.Architecture.Tokens) is null)];
        foreach (var row in missing)
        {
            stop.ThrowIfCancellationRequested();
            scores.Add(row.Architecture.Tokens,
                images == 0 ? weights.ScoreValidation(row.Architecture) : weights.ScorePart(row.Architecture, images));
            made++;
            if (time.GetElapsedTime(said) >= s_betweenLines)
            {
                said = time.GetTimestamp();
                var left = time.GetElapsedTime(begun) / made * (missing.Length - made);
                terminal.Line(string.Create(CultureInfo.InvariantCulture,
                    $"{rows.Count - missing.Length + made:N0} of {rows.Count:N0} are scored, about {left.TotalMinutes:0} minutes left"));
            }
        }
    }

    /// <summary>The first K of a permutation of the table by the job's seed, so that more go on from fewer.</summary>
    private static IReadOnlyList<TableRow> Drawn(JobOptions job, ResultTable table, int? count)
    {
        var rows = table.Rows.ToArray();
        if (count < Fewest || count > rows.Length)
        {
            throw new CommandLineException($"--count {count}: allowed are numbers from {Fewest} to {rows.Length}, the rows of the table");
        }

        var stream = new RandomStream(job.Seed, Draws);
        for (var i = 0; i < rows.Length - 1; i++)
        {
            var other = i + stream.Below(rows.Length - i, 0, 0, i);
            (rows[i], rows[other]) = (rows[other], rows[i]);
        }

        return rows[..(count ?? rows.Length)];
    }

    private static ResultTable Load(TableRankArguments arguments, RecordedSearch search) => ResultTable.Load(
        Surroundings.FullPath(arguments.Table), search.Space, new TableColumn(arguments.Names.Architectures) { Option = "--architectures" },
        [new TableColumn(arguments.Names.Column, 0, arguments.Names.Divisor) { Option = "--column" }]);

    private static string Owner(RecordedSearch search, TableRankArguments arguments, string numerics) => string.Create(
        CultureInfo.InvariantCulture,
        $"weights of the search {search.Fingerprint} after {search.State.StepCount} steps\n"
            + $"images: {(arguments.Images == 0 ? "the whole validation set" : arguments.Images)}\nnumerics: {numerics}\n");

    private static void RequireFinished(RecordedSearch search)
    {
        if (search.State.Completed is null || search.State.Started?.Kind == JobOrigins.Train)
        {
            throw new NotFoundException($"{search.Name} is no search that is complete: rank --table needs the weights at its end");
        }

        if (!SpaceCatalog.SharesWeights(search.Job) || SpaceCatalog.MeasureOf(search.Job) != Measure.Accuracy)
        {
            throw new CommandLineException($"--table: {search.Name} has no shared weights that give accuracies; "
                + "allowed are searches with shared weights on images");
        }
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
