using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Readings;
using Enas.Pipeline.Messages;

namespace Enas.Host.Report;

/// <summary>
/// One self-contained page: style, data, ECharts and the script that draws are inside, and a content security policy forbids
/// it everything else.
/// </summary>
internal sealed class PageWriter
{
    // Without the escapes "</script>" inside a token string or name would end the data.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.Default };
    /// <summary>Longer than any text of ours; what is longer is foreign and cut.</summary>
    private const int LongestText = ForeignText.MostOfALine;

    private const int LongestFile = 1_000_000;

    private readonly StringBuilder _body = new();
    private readonly JsonArray _charts = [];
    private readonly string _title;
    private JsonObject? _axes;

    /// <summary>An empty page.</summary>
    public PageWriter(string title) => _title = title;

    /// <summary>Text as it stands in a page: no markup, and nothing that cannot be seen or turns the direction of writing.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(ForeignText.Shown(text, LongestText));

    /// <summary>A file or commands, line by line.</summary>
    public static string EscapeLines(string text) =>
        WebUtility.HtmlEncode(ForeignText.EscapedLines(text.Length > LongestFile ? text[..LongestFile] + "\n…" : text));

    /// <summary>Adds elements as they are.</summary>
    public PageWriter Raw(string html)
    {
        _body.Append(html).Append('\n');
        return this;
    }

    /// <summary>Adds tiles, each a figure and what it is.</summary>
    public PageWriter Tiles(params IEnumerable<(string Figure, string Name)> tiles)
    {
        _body.Append("<dl class=\"tiles\">");
        foreach (var (figure, name) in tiles)
        {
            _body.Append($"<div><dt>{Escape(name)}</dt><dd>{Escape(figure)}</dd></div>");
        }

        return Raw("</dl>");
    }

    /// <summary>Adds a table; cells are escaped, those of <paramref name="rows"/> that are numbers stand to the right.</summary>
    /// <param name="head">The heads.</param>
    /// <param name="anchor">What the rows' names begin with, to lead to one; null where nothing does.</param>
    /// <param name="drawn">Drawings of the architectures that last cells name; null for none.</param>
    public PageWriter Table(
        IEnumerable<string> head, IEnumerable<IEnumerable<string>> rows, string? anchor = null, PageDrawings? drawn = null)
    {
        _body.Append($"<div class=\"scroll\"><table{(drawn is null ? string.Empty : " class=\"sorted\"")}><thead><tr>")
            .Append(string.Concat(head.Select(cell => $"<th>{Escape(cell)}</th>"))).Append("</tr></thead><tbody>");
        foreach (var (number, row) in rows.Select(row => row.ToArray()).Index())
        {
            _body.Append(anchor is null ? "<tr>" : $"<tr id=\"{anchor}{number.ToString(CultureInfo.InvariantCulture)}\">")
                .Append(string.Concat(row.SkipLast(1).Select(cell => $"<td>{Escape(cell)}</td>")))
                .Append($"<td>{drawn?.CellOf(row[^1]) ?? Escape(row[^1])}</td></tr>");
        }

        return Raw("</tbody></table></div>");
    }

    /// <summary>Adds charts, side by side where there is room, and below them a line for each that has no content: why.</summary>
    public PageWriter Charts(IEnumerable<ChartSpec> charts)
    {
        ChartSpec[] all = [.. charts];
        _body.Append("<div class=\"charts\">");
        foreach (var (chart, content) in all.Where(chart => chart.Content is not null).Select(chart => (chart, chart.Content!)))
        {
            _body.Append($"<figure><figcaption><h2>{Escape(chart.Title)}</h2><p>{Escape(chart.Note)}</p></figcaption>")
                .Append($"<div class=\"chart\" id=\"chart-{Escape(chart.Id)}\" role=\"img\" aria-label=\"{Escape(chart.Title)}\"></div>")
                .Append("</figure>");
            content["id"] = chart.Id;
            _charts.Add((JsonNode)content);
        }

        Raw("</div>");
        return all.All(chart => chart.Content is not null) ? this : Raw("<ul class=\"note\">" + string.Concat(
            all.Where(chart => chart.Content is null).Select(chart => $"<li>{Escape(chart.Title)}: {Escape(chart.Note)}</li>")) + "</ul>");
    }

    /// <summary>Gives the charts over steps other axes to be drawn over: samples and seconds by step.</summary>
    public PageWriter Axes(IReadOnlyList<PacePoint> points)
    {
        JsonArray Of(Func<PacePoint, double> value) => [.. points.Select(point => (JsonNode)ChartSpec.Short(value(point)))];
        _axes = new JsonObject
        {
            ["step"] = new JsonArray([.. points.Select(point => (JsonNode)point.Step)]),
            ["samples"] = new JsonArray([.. points.Select(point => (JsonNode)point.Samples)]),
            ["seconds"] = Of(point => point.Seconds),
        };
        return Raw("<div class=\"axes\" id=\"axes-choice\" role=\"group\" aria-label=\"What the charts go over\"></div>");
    }

    /// <summary>The page.</summary>
    public string Close() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
        <link rel="icon" href="data:,">
        <title>{Escape(_title)}</title>
        <style>
        {Asset("report.css")}
        </style>
        </head>
        <body>
        <main>
        {_body}
        </main>
        <script type="application/json" id="data">{_charts.ToJsonString(s_json)}</script>
        <script type="application/json" id="axes">{_axes?.ToJsonString(s_json) ?? "null"}</script>
        <script>{Asset("echarts.min.js")}</script>
        <script>
        {Asset("report.js")}
        </script>
        </body>
        </html>

        """;

    private static string Asset(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
