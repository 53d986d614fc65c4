using System.Text;
using System.Text.Json.Serialization.Metadata;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Access;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Dashboard.Views;
using Enas.Pipeline.Catalogs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Enas.Host.Dashboard;

/// <summary>What is asked of searches.</summary>
/// <param name="options">What is served.</param>
/// <param name="served">The searches.</param>
internal sealed class SearchRoutes(DashboardOptions options, ServedSearches served)
{
    private const string Root = "/api/v1";
    private const string Search = Root + "/searches/{id}";

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Root + "/healthz", (RequestDelegate)(context =>
            AnswerWriter.BytesAsync(context, "live\n"u8.ToArray(), "text/plain; charset=utf-8")));
        endpoints.MapGet(Root + "/about", (RequestDelegate)AboutAsync);
        endpoints.MapGet(Root + "/searches", (RequestDelegate)ListAsync);
        endpoints.MapGet(Search, Of(AnswerJson.Default.OverviewAnswer, (search, _) => OverviewView.Of(search, served.Now)));
        endpoints.MapGet(Search + "/series/{name}", Of(AnswerJson.Default.SeriesAnswer, SeriesOf));
        endpoints.MapGet(Search + "/architectures", (RequestDelegate)ArchitecturesAsync);
        foreach (var format in (string[])["svg", "dot", "mermaid"])
        {
            endpoints.MapGet(Search + "/architectures/{tokens}." + format,
                (RequestDelegate)(context => PictureAsync(context, format)));
        }

        endpoints.MapGet(Search + "/architectures/{tokens}", (RequestDelegate)ArchitectureAsync);
        endpoints.MapGet(Search + "/operations", Of(AnswerJson.Default.OperationsAnswer, (search, request) => OperationsView.Of(
            search, Asked.Whole(request, "bins", Report.OperationShares.MostStretches, 1, OperationsView.MostBins))));
        endpoints.MapGet(Search + "/policy", Of(AnswerJson.Default.PolicyWindowAnswer, (search, request) => OperationsView.Around(
            search, Asked.Step(request, "step"),
            Asked.Whole(request, "window", OperationsView.UsualWindow, 1, OperationsView.MostWindow))));
        endpoints.MapGet(Search + "/fidelity", (RequestDelegate)(context => UseAsync(context, async (followed, search) =>
            await AnswerWriter.JsonAsync(context, FidelityView.Of(search, await followed.StandAloneAsync(search)),
                AnswerJson.Default.FidelityAnswer), isOfLogAlone: false)));
        endpoints.MapGet(Search + "/pareto", Of(AnswerJson.Default.ParetoAnswer,
            (search, _) => search.Once("front", () => FidelityView.FrontOf(search))));
        endpoints.MapGet(Search + "/training", (RequestDelegate)TrainingAsync);
        endpoints.MapGet(Search + "/audit", (RequestDelegate)AuditAsync);
        endpoints.MapGet(Search + "/job", (RequestDelegate)JobAsync);
        endpoints.MapGet(Root + "/compare", (RequestDelegate)CompareAsync);
        endpoints.MapGet(Root + "/system", (RequestDelegate)SystemAsync);
    }

    /// <summary>An endpoint that is computed of one search; 202 while it is read, 304 where it is as it was.</summary>
    private RequestDelegate Of<T>(JsonTypeInfo<T> type, Func<SearchData, HttpRequest, T> view) =>
        context => UseAsync(context, (_, search) => AnswerWriter.JsonAsync(context, view(search, context.Request), type));

    private async Task UseAsync(HttpContext context, Func<FollowedSearch, SearchData, Task> use, bool isOfLogAlone = true)
    {
        var search = await served.FindAsync((string)context.Request.RouteValues["id"]!);
        if (!search.IsRead)
        {
            await ReadingAsync(context, search);
            return;
        }

        await search.UseAsync(async data =>
        {
            if (!isOfLogAlone || !AnswerWriter.IsKnown(context, data.Tag))
            {
                await use(search, data);
            }

            return true;
        });
    }

    private static Task ReadingAsync(HttpContext context, FollowedSearch search)
    {
        var (read, of) = search.Progress;
        return AnswerWriter.JsonAsync(context, new ReadingAnswer { Reading = new ReadingProgressAnswer { Segment = read, Of = of } },
            AnswerJson.Default.ReadingAnswer, StatusCodes.Status202Accepted);
    }

    private Task ArchitectureAsync(HttpContext context) => UseAsync(context, async (followed, search) =>
    {
        var ids = (await served.Catalogue.LookAsync()).Searches;
        var against = Asked.Text(context.Request, "against");
        await AnswerWriter.JsonAsync(context, ArchitectureView.Of(
            search, TokensOf(context.Request), against.Length > 0 ? against : null, await followed.StandAloneAsync(search),
            folder => ids.FirstOrDefault(found => found.Path == folder)?.Id), AnswerJson.Default.ArchitectureDetailAnswer);
    }, isOfLogAlone: false);

    private Task TrainingAsync(HttpContext context) => UseAsync(context, async (_, search) => await AnswerWriter.JsonAsync(
        context, await TrainingView.OfAsync(search, (await served.RelativesAsync(search)).Parent), AnswerJson.Default.TrainingAnswer),
        isOfLogAlone: false);

    private Task AuditAsync(HttpContext context) => UseAsync(context, async (_, search) =>
    {
        var (parent, children) = await served.RelativesAsync(search);
        await AnswerWriter.JsonAsync(context, AuditView.Of(search, parent, children), AnswerJson.Default.AuditAnswer);
    }, isOfLogAlone: false);

    private async Task CompareAsync(HttpContext context)
    {
        string[] ids = [.. context.Request.Query["s"].OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (ids.Length is < 2 or > SearchShelf.Most)
        {
            throw new AnswerException(StatusCodes.Status400BadRequest, ExitCodes.BadCommandLine,
                FormattableString.Invariant($"compare takes two to {SearchShelf.Most} different searches: ?s=ID&s=ID"));
        }

        var of = Asked.Word(context.Request, "x", SeriesQuery.Step, SeriesQuery.Samples, SeriesQuery.Seconds);
        var searches = new List<FollowedSearch>();
        foreach (var id in ids)
        {
            searches.Add(await served.FindAsync(id));
        }

        if (searches.Find(search => !search.IsRead) is { } reading)
        {
            await ReadingAsync(context, reading);
            return;
        }

        await UseAllAsync(searches, [], async all =>
        {
            if (!AnswerWriter.IsKnown(context, string.Join('+', all.Select(search => search.Tag))))
            {
                await AnswerWriter.JsonAsync(context, CompareView.Of(all, of, Asked.Text(context.Request, "chart")),
                    AnswerJson.Default.ComparisonAnswer);
            }
        });
    }

    // All by one order, so that no two requests wait for each other.
    private static Task UseAllAsync(
        List<FollowedSearch> searches, IReadOnlyList<SearchData> used, Func<IReadOnlyList<SearchData>, Task> use) =>
        used.Count == searches.Count ? use(used) : searches[used.Count].UseAsync(async data =>
        {
            await UseAllAsync(searches, [.. used, data], use);
            return true;
        });

    // What was removed may be in memory for a while yet, and nobody can open it.
    private async Task SystemAsync(HttpContext context)
    {
        var there = (await served.Catalogue.LookAsync()).Searches;
        await AnswerWriter.JsonAsync(context, SystemView.Of(served.Catalogue.Roots,
            [.. served.Shelf.All.Where(search => there.Contains(search.Found))]), AnswerJson.Default.SystemAnswer);
    }

    private Task AboutAsync(HttpContext context) => AnswerWriter.JsonAsync(context, new AboutAnswer
    {
        Version = Product.Version,
        Folders = [.. options.Roots.Select(CommandText.PathFromHere)],
        HasService = options.Service is not null,
        CanAct = options.Service is { CanAct: true },
        NeedsToken = options.Access.ReadingNeedsToken,
        MostPoints = SeriesQuery.Most,
        MostRows = Asked.MostRows,
    }, AnswerJson.Default.AboutAnswer);

    private async Task ListAsync(HttpContext context)
    {
        var request = context.Request;
        var query = new SearchListQuery(
            Asked.Word(request, "sort", ["lastEventAt", .. SearchListView.Sorts.Where(sort => sort != "lastEventAt")]),
            Asked.Is(request, "desc", request.Query["sort"].ToString() is "" or "lastEventAt" or "best" or "steps"),
            Asked.Text(request, "filter"), Asked.Whole(request, "offset", 0, 0, int.MaxValue),
            Asked.Whole(request, "limit", Asked.UsualRows, 1, Asked.MostRows));
        await AnswerWriter.JsonAsync(
            context, await served.ListAsync(query), AnswerJson.Default.SearchListAnswer);
    }

    private static SeriesAnswer SeriesOf(SearchData search, HttpRequest request)
    {
        var name = (string)request.RouteValues["name"]!;
        return SeriesView.Knows(name)
            ? SeriesView.Of(search, name, new SeriesQuery(
                Asked.Word(request, "x", SeriesQuery.Step, SeriesQuery.Samples, SeriesQuery.Seconds),
                Asked.Number(request, "from"), Asked.Number(request, "to"),
                Asked.Whole(request, "points", SeriesQuery.Usual, SeriesQuery.Fewest, SeriesQuery.Most)))
            : throw new AnswerException(StatusCodes.Status404NotFound, ExitCodes.NotFound, $"there is no series \"{name}\"");
    }

    private async Task ArchitecturesAsync(HttpContext context) => await UseAsync(context, async (followed, search) =>
    {
        var standAlone = context.Request.Query["sort"] == "alone" ? await followed.StandAloneAsync(search) : followed.KnownStandAlone;
        if (!AnswerWriter.IsKnown(context, Answering.Text($"{search.Tag}-{standAlone?.Architectures.Count ?? 0}")))
        {
            await AnswerWriter.JsonAsync(context, ArchitecturesOf(search, context.Request, ArchitecturesView.ScoresOf(standAlone)),
                AnswerJson.Default.ArchitectureListAnswer);
        }
    }, isOfLogAlone: false);

    private static ArchitectureListAnswer ArchitecturesOf(
        SearchData search, HttpRequest request, IReadOnlyDictionary<string, double> alone)
    {
        string[] sorts = [.. ArchitecturesView.Sorts, .. search.Report.ArchitectureCosts.Count == 0
            ? [] : ArchitecturesView.CostsOf(search).Select(cost => cost.Name)];
        var sort = Asked.Word(request, "sort", sorts);
        return ArchitecturesView.Of(search, new ArchitectureQuery(
            sort, Asked.Is(request, "desc", sort is "best" or "mean" or "last" or "times" or "alone"), Asked.Text(request, "q"),
            Asked.Text(request, "decision") is { Length: > 0 } decision ? decision : null, Asked.Text(request, "option"),
            Asked.Whole(request, "offset", 0, 0, int.MaxValue), Asked.Whole(request, "limit", Asked.UsualRows, 1, Asked.MostRows)), alone);
    }

    /// <summary>The architecture that an address names.</summary>
    internal static string TokensOf(HttpRequest request) =>
        ((string)request.RouteValues["tokens"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private Task PictureAsync(HttpContext context, string format) => UseAsync(context, async (_, search) =>
    {
        var picture = ArchitecturePictures.Of(search.Report.Job, TokensOf(context.Request));
        var (text, type) = format switch
        {
            "svg" => (picture.Svg(), "image/svg+xml"),
            "dot" => (picture.Dot(), "text/vnd.graphviz; charset=utf-8"),
            _ => (picture.Mermaid(), "text/plain; charset=utf-8"),
        };
        PageHeaders.SetDrawing(context.Response);
        if (Asked.Is(context.Request, "download", usual: false))
        {
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"architecture.{(format == "mermaid" ? "mmd" : format)}\"";
        }

        await AnswerWriter.BytesAsync(context, Encoding.UTF8.GetBytes(text), type);
    });

    // A job file may hold comments, which JSON has not.
    private Task JobAsync(HttpContext context) => UseAsync(context, (_, search) => Asked.Is(context.Request, "resolved", usual: false)
        ? AnswerWriter.BytesAsync(context, Encoding.UTF8.GetBytes(search.Report.ResolvedJob), "application/json; charset=utf-8")
        : AnswerWriter.BytesAsync(context, search.Report.Folder.ReadJob(), "text/plain; charset=utf-8"));
}
