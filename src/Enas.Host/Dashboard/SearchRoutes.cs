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
        endpoints.MapGet(Search + "/architectures", Of(AnswerJson.Default.ArchitectureListAnswer, ArchitecturesOf));
        foreach (var format in (string[])["svg", "dot", "mermaid"])
        {
            endpoints.MapGet(Search + "/architectures/{tokens}." + format,
                (RequestDelegate)(context => PictureAsync(context, format)));
        }

        endpoints.MapGet(Search + "/job", (RequestDelegate)JobAsync);
    }

    /// <summary>An endpoint that is computed of one search; 202 while it is read, 304 where it is as it was.</summary>
    private RequestDelegate Of<T>(JsonTypeInfo<T> type, Func<SearchData, HttpRequest, T> view) =>
        context => UseAsync(context, async search => await AnswerWriter.JsonAsync(context, view(search, context.Request), type));

    private async Task UseAsync(HttpContext context, Func<SearchData, Task> use)
    {
        var search = await served.FindAsync((string)context.Request.RouteValues["id"]!);
        if (!search.IsRead)
        {
            var (read, of) = search.Progress;
            await AnswerWriter.JsonAsync(context, new ReadingAnswer { Reading = new ReadingProgressAnswer { Segment = read, Of = of } },
                AnswerJson.Default.ReadingAnswer, StatusCodes.Status202Accepted);
            return;
        }

        await search.UseAsync(async data =>
        {
            if (!AnswerWriter.IsKnown(context, data.Tag))
            {
                await use(data);
            }

            return true;
        });
    }

    private Task AboutAsync(HttpContext context) => AnswerWriter.JsonAsync(context, new AboutAnswer
    {
        Version = Product.Version,
        Folders = [.. options.Roots.Select(CommandText.PathFromHere)],
        HasService = false,
        CanAct = false,
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
            context, await served.ListAsync(query, _ => "hand"), AnswerJson.Default.SearchListAnswer);
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

    private static ArchitectureListAnswer ArchitecturesOf(SearchData search, HttpRequest request)
    {
        string[] sorts = [.. ArchitecturesView.Sorts, .. search.Report.ArchitectureCosts.Count == 0
            ? [] : ArchitecturesView.CostsOf(search).Select(cost => cost.Name)];
        var sort = Asked.Word(request, "sort", sorts);
        return ArchitecturesView.Of(search, new ArchitectureQuery(
            sort, Asked.Is(request, "desc", sort is "best" or "mean" or "last" or "times" or "alone"), Asked.Text(request, "q"),
            Asked.Text(request, "decision") is { Length: > 0 } decision ? decision : null, Asked.Text(request, "option"),
            Asked.Whole(request, "offset", 0, 0, int.MaxValue), Asked.Whole(request, "limit", Asked.UsualRows, 1, Asked.MostRows)),
            new Dictionary<string, double>(StringComparer.Ordinal));
    }

    /// <summary>The architecture that an address names.</summary>
    internal static string TokensOf(HttpRequest request) =>
        ((string)request.RouteValues["tokens"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private Task PictureAsync(HttpContext context, string format) => UseAsync(context, async search =>
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

    private Task JobAsync(HttpContext context) => UseAsync(context, search => AnswerWriter.BytesAsync(
        context, Asked.Is(context.Request, "resolved", usual: false) ? Encoding.UTF8.GetBytes(search.Report.ResolvedJob)
            : search.Report.Folder.ReadJob(), "application/json; charset=utf-8"));
}
