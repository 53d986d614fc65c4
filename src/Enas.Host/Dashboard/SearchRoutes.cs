using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Dashboard.Views;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>What is asked of searches.</summary>
/// <param name="options">What is served.</param>
/// <param name="served">The searches.</param>
/// <param name="answers">Makes answers of them.</param>
internal sealed class SearchRoutes(DashboardOptions options, ServedSearches served, AnswersOfSearches answers)
{
    private const string Root = "/api/v1";
    private const string Search = AnswersOfSearches.Address;

    /// <summary>Adds them.</summary>
    public void Map(AnswerMap map)
    {
        map.Read(Root + "/healthz", _ => Task.FromResult(Answer.Text("live\n")));
        map.Read(Root + "/about", About);
        map.Read(Root + "/system", SystemAsync);
        map.Read(Root + "/searches", ListAsync);
        map.Read(Root + "/compare", CompareAsync);
        map.Read(Search, answers.Of(AnswerJson.Default.OverviewAnswer, (search, _) => OverviewView.Of(search, served.Now),
            search => search.Tag + (search.SilentSince(served.Now) is null ? string.Empty : "-silent")));
        map.Read(Search + "/series/{name}", answers.Of(AnswerJson.Default.SeriesAnswer, SeriesOf));
        map.Read(Search + "/operations", answers.Of(AnswerJson.Default.OperationsAnswer, (search, asked) => OperationsView.Of(
            search, asked.Whole("bins", Report.OperationShares.MostStretches, 1, OperationsView.MostBins))));
        map.Read(Search + "/policy", answers.Of(AnswerJson.Default.PolicyWindowAnswer, (search, asked) => OperationsView.Around(
            search, asked.Step("step"), asked.Whole("window", OperationsView.UsualWindow, 1, OperationsView.MostWindow))));
        map.Read(Search + "/pareto", answers.Of(AnswerJson.Default.ParetoAnswer,
            (search, _) => search.Once("front", () => FidelityView.FrontOf(search))));
        map.Read(Search + "/fidelity", asked => answers.OfSearchAsync(asked, async (followed, search) => Answer.Json(
            asked, FidelityView.Of(search, await followed.StandAloneAsync(search)), AnswerJson.Default.FidelityAnswer)));
        map.Read(Search + "/training", asked => answers.OfSearchAsync(asked, async (_, search) => Answer.Json(
            asked, await TrainingView.OfAsync(search, (await served.RelativesAsync(search)).Parent), AnswerJson.Default.TrainingAnswer)));
        map.Read(Search + "/audit", asked => answers.OfSearchAsync(asked, async (_, search) =>
        {
            var (parent, children) = await served.RelativesAsync(search);
            return Answer.Json(asked, AuditView.Of(search, parent, children), AnswerJson.Default.AuditAnswer);
        }));
        map.Read(Search + "/job", JobAsync);
    }

    // What was removed may be in memory for a while yet, and nobody can open it.
    private async Task<Answer> SystemAsync(Asked asked)
    {
        var there = (await served.Catalogue.LookAsync()).Searches;
        return Answer.Json(asked, SystemView.Of(served.Catalogue.Roots,
            [.. served.Shelf.All.Where(search => there.Contains(search.Found))]), AnswerJson.Default.SystemAnswer);
    }

    private Task<Answer> About(Asked asked) => Task.FromResult(Answer.Json(asked, new AboutAnswer
    {
        Version = Product.Version,
        Folders = [.. options.Roots.Select(CommandText.PathFromHere)],
        HasService = options.Service is not null,
        CanAct = options.Service is { CanAct: true },
        NeedsToken = options.Access.ReadingNeedsToken,
        MostPoints = SeriesQuery.Most,
        MostRows = Asked.MostRows,
    }, AnswerJson.Default.AboutAnswer));

    private async Task<Answer> ListAsync(Asked asked)
    {
        var sort = asked.Word("sort", ["lastEventAt", .. SearchListView.Sorts.Where(sort => sort != "lastEventAt")]);
        var query = new SearchListQuery(
            sort, asked.Is("desc", sort is "lastEventAt" or "best" or "steps"), asked.Text("filter"),
            asked.Whole("offset", 0, 0, int.MaxValue), asked.Whole("limit", Asked.UsualRows, 1, Asked.MostRows));
        return Answer.Json(asked, await served.ListAsync(query), AnswerJson.Default.SearchListAnswer);
    }

    private async Task<Answer> CompareAsync(Asked asked)
    {
        string[] ids = [.. asked.Texts("s").Order(StringComparer.Ordinal)];
        if (ids.Length is < 2 or > SearchShelf.Most)
        {
            throw new AnswerException(StatusCodes.Status400BadRequest, ExitCodes.BadCommandLine,
                FormattableString.Invariant($"compare takes two to {SearchShelf.Most} different searches: ?s=ID&s=ID"));
        }

        var of = asked.Word("x", SeriesQuery.Step, SeriesQuery.Samples, SeriesQuery.Seconds);
        var searches = new List<FollowedSearch>();
        foreach (var id in ids)
        {
            searches.Add(await served.FindAsync(id));
        }

        return searches.Find(search => !search.IsRead) is { } reading ? AnswersOfSearches.Reading(asked, reading)
            : await UseAllAsync(asked, searches, [], all =>
            {
                var tag = string.Join('+', all.Select(search => search.Tag));
                return asked.Has(tag) ? Answer.Unchanged(tag) : Answer.Json(
                    asked, OfChart(CompareView.Of(all, of), asked), AnswerJson.Default.ComparisonAnswer) with
                { Tag = tag };
            });
    }

    // All charts, or the only one that is asked for.
    private static ComparisonAnswer OfChart(ComparisonAnswer comparison, Asked asked) =>
        asked.OneOf("chart", [.. comparison.Charts.Select(chart => chart.Id)]) is { } id
            ? comparison with { Charts = [.. comparison.Charts.Where(chart => chart.Id == id)] } : comparison;

    // All by one order, so that no two requests wait for each other.
    private static Task<Answer> UseAllAsync(Asked asked, List<FollowedSearch> searches, IReadOnlyList<SearchData> used,
        Func<IReadOnlyList<SearchData>, Answer> view) => used.Count == searches.Count ? Task.FromResult(view(used))
            : searches[used.Count].UseAsync(data => UseAllAsync(asked, searches, [.. used, data], view), asked.Ended);

    private static SeriesAnswer SeriesOf(SearchData search, Asked asked)
    {
        var name = asked.Name("name");
        return SeriesView.Knows(name)
            ? SeriesView.Of(search, name, new SeriesQuery(
                asked.Word("x", SeriesQuery.Step, SeriesQuery.Samples, SeriesQuery.Seconds), asked.Number("from"), asked.Number("to"),
                asked.Whole("points", SeriesQuery.Usual, SeriesQuery.Fewest, SeriesQuery.Most)))
            : throw new AnswerException(StatusCodes.Status404NotFound, ExitCodes.NotFound, $"there is no series \"{name}\"");
    }

    // A job file may hold comments, which JSON has not.
    private Task<Answer> JobAsync(Asked asked) => answers.OfLogAsync(asked, search => asked.Is("resolved", usual: false)
        ? Answer.Text(search.Report.ResolvedJob, "application/json; charset=utf-8")
        : new Answer { Type = "text/plain; charset=utf-8", Bytes = search.Report.Folder.ReadJob() });
}
