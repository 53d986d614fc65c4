using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Report;
using Enas.Host.Searches;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Drawing;

namespace Enas.Host.Dashboard.Views;

/// <summary>The page of one architecture.</summary>
internal static class ArchitectureView
{
    private const int MostRewards = SeriesQuery.Most;

    /// <summary>The page.</summary>
    /// <param name="tokens">The architecture, in any spelling of its space's own.</param>
    /// <param name="against">Another one to compare it with; null for the choice.</param>
    /// <param name="standAlone">What was trained alone.</param>
    /// <param name="idOf">The id of a folder, where it is served.</param>
    public static ArchitectureDetailAnswer Of(
        SearchData search, string tokens, string? against, StandAlone standAlone, Func<string, string?> idOf)
    {
        var report = search.Report;
        var architecture = search.Space.Parse(tokens);
        var other = against ?? report.Result?.Tokens ?? search.Record.BestTokens;
        other = other == architecture.Tokens ? null : other;
        var costs = report.ArchitectureCosts.Count == 0 ? [] : ArchitecturesView.CostsOf(search);
        var row = search.Rewards.TryGet(architecture.Tokens, out var known) ? known : null;
        var rewards = Stretching.Kept([.. report.Series.Rewards.Where(reward => reward.Tokens == architecture.Tokens)
            .Select(reward => reward.Point)], MostRewards);
        CandidateScoreAnswer[] candidates = [.. CandidatesOf(search, architecture.Tokens)];
        return new ArchitectureDetailAnswer
        {
            Through = search.Through(),
            Tokens = architecture.Tokens,
            IsKnown = row is not null || candidates.Length > 0
                || report.Series.Samples.Exists(sample => sample.Tokens == architecture.Tokens),
            Rank = row is null ? null : 1 + search.Rewards.All.Count(one =>
                one.Best > row.Best || (one.Best == row.Best && one.FirstStep < row.FirstStep)),
            Of = search.Rewards.All.Count,
            Row = row is null ? null : ArchitecturesView.RowOf(search, row, costs, ArchitecturesView.ScoresOf(standAlone)),
            Costs =
            [
                .. report.ArchitectureCosts.Of(architecture.Tokens).Values
                    .Select(value => new CostValueAnswer
                    {
                        Title = value.Cost.Measure.Name,
                        Text = value.Cost.Measure.Format(value.Value),
                    }),
            ],
            Decisions =
            [
                .. Taken(search.Space, architecture)
                    .Select(taken => new DecisionTakenAnswer { Decision = taken.Name, Option = taken.Option }),
            ],
            Graph = GraphOf(DrawnGraph.Of(search.Space.GraphOf(architecture))),
            Against = other,
            Differences = other is null ? [] : [.. DifferencesOf(search.Space, architecture, search.Space.Parse(other))],
            Steps = [.. rewards.Select(reward => reward.Step)],
            Rewards = [.. rewards.Select(reward => Answering.Finite(reward.Value))],
            Candidates = candidates,
            Trainings = [.. TrainingsOf(search, architecture.Tokens, standAlone, idOf)],
            Commands = [.. CommandsOf(search, architecture.Tokens)],
            Query = SeriesView.QueryOf(search, "SELECT step, reward FROM rewards WHERE architecture = "
                + $"'{architecture.Tokens.Replace("'", "''", StringComparison.Ordinal)}'"),
        };
    }

    private static GraphAnswer GraphOf(ArchitectureGraph graph) => new()
    {
        Nodes = graph.Nodes,
        Edges =
        [
            .. graph.Edges.Select(edge => new GraphEdgeAnswer { From = edge.From, To = edge.To, Label = edge.Label, Style = edge.Style }),
        ],
    };

    private static IEnumerable<(string Name, string Option)> Taken(SearchSpace space, Architecture architecture) =>
        space.Decisions.Zip(architecture.Values, (decision, value) => (decision.Name, decision.Options[value]));

    private static IEnumerable<DecisionDifferenceAnswer> DifferencesOf(SearchSpace space, Architecture here, Architecture there) =>
        Taken(space, here).Zip(Taken(space, there)).Where(both => both.First.Option != both.Second.Option)
            .Select(both => new DecisionDifferenceAnswer
            {
                Decision = both.First.Name,
                Here = both.First.Option,
                There = both.Second.Option,
            });

    private static IEnumerable<CandidateScoreAnswer> CandidatesOf(SearchData search, string tokens) =>
        search.Report.Milestones.Screened.Concat(search.Report.Milestones.Candidates).Where(scored => scored.Tokens == tokens)
            .Select(scored => new CandidateScoreAnswer
            {
                Source = OwnCandidates.Shown(search.Report.Job, scored.Source),
                Stage = scored.Stage,
                Ordinal = scored.Ordinal,
                Score = Answering.Finite(scored.Score),
                Text = ScoreText.Of(ScoreText.MeasureOf(search.Report.Job), scored),
            });

    private static IEnumerable<TrainingRowAnswer> TrainingsOf(
        SearchData search, string tokens, StandAlone standAlone, Func<string, string?> idOf)
    {
        var measure = ScoreText.MeasureOf(search.Report.Job);
        foreach (var training in standAlone.Architectures.Where(one => one.Tokens == tokens).SelectMany(one => one.Trainings))
        {
            yield return new TrainingRowAnswer
            {
                Id = idOf(training.Folder),
                Name = Path.GetFileName(training.Folder),
                Seed = training.Seed,
                Validation = ScoreText.Of(measure, training.Validation),
                Test = training.Test is { } test ? ScoreText.Of(measure, test) : null,
                Fingerprint = training.Fingerprint,
            };
        }

        foreach (var child in search.Report.Milestones.Children.Where(child => child.Tokens == tokens))
        {
            yield return new TrainingRowAnswer
            {
                Id = null,
                Name = Answering.Text($"in the search, {child.Outcome.Steps:N0} steps"),
                Seed = null,
                Validation = child.Evaluated is { } evaluated ? evaluated.Measurement.ToString() : child.Outcome.Failure ?? "no score",
                Test = null,
                Fingerprint = child.Outcome.Fingerprint,
            };
        }
    }

    private static IEnumerable<CommandLineAnswer> CommandsOf(SearchData search, string tokens)
    {
        var folder = CommandText.PathFromHere(search.Report.Folder.Root);
        yield return Answering.Command("train it from scratch", "train", folder, "--arch", tokens);
        yield return Answering.Command("draw it", "draw", folder, "--arch", tokens, "--format", "svg", "--out", "architecture.svg");
    }
}
