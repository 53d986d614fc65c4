using System.Text.Json.Nodes;
using Enas.Host.Readings;

namespace Enas.Host.Report;

/// <summary>One chart as the page's script draws it: what is drawn is decided here, how it looks there.</summary>
/// <param name="Id">Its name in the page.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Note">How to read it, or why it is empty.</param>
/// <param name="Content">Axes and series; null where there is nothing to draw.</param>
internal sealed record ChartSpec(string Id, string Title, string Note, JsonObject? Content)
{
    /// <summary>A chart of lines and points over an axis.</summary>
    public static ChartSpec Lines(string id, string title, string note, string x, string y, params IEnumerable<JsonObject?> series)
    {
        JsonNode[] drawn = [.. series.Where(one => one is not null).Select(one => one!)];
        return new ChartSpec(id, title, note, drawn.Length == 0
            ? null : new JsonObject { ["kind"] = "lines", ["x"] = x, ["y"] = y, ["series"] = new JsonArray(drawn) });
    }

    /// <summary>The chart, with the reason in place of its note where there is nothing to draw.</summary>
    public ChartSpec Or(string reason) => Content is null ? this with { Note = reason } : this;

    /// <summary>The chart with a vertical axis between two values: one that knows its values' limits shows no others.</summary>
    /// <param name="least">The least value that there can be.</param>
    /// <param name="greatest">The greatest value that there should be; the axis goes beyond it only for values that do.</param>
    /// <param name="span">How much the axis shows at least below the greatest, where less than all will do; null for all of it.</param>
    public ChartSpec Within(double least, double greatest, double? span = null)
    {
        if (Content is not null)
        {
            Content["limits"] = new JsonArray(least, greatest, span ?? greatest - least);
        }

        return this;
    }

    /// <summary>A series, or null where it has no point.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="kind"><c>line</c>, <c>step</c> or <c>points</c>.</param>
    /// <param name="points">All points; they are thinned here.</param>
    public static JsonObject? Series(string name, string kind, IReadOnlyList<SeriesPoint> points) =>
        Series(name, kind, [.. points.Select(point => new CurvePoint(point.Step, point.Value))]);

    /// <inheritdoc cref="Series(string, string, IReadOnlyList{SeriesPoint})"/>
    public static JsonObject? Series(string name, string kind, IReadOnlyList<CurvePoint> points) =>
        points.Count == 0 ? null : new JsonObject
        {
            ["name"] = name,
            ["kind"] = kind,
            ["data"] = new JsonArray([.. Smoothing.Thin(points, point => point.Value)
                .Select(point => (JsonNode)new JsonArray(point.X, Short(point.Value)))]),
        };

    /// <summary>A band between two values at each place, or null.</summary>
    public static JsonObject? Band(string name, IReadOnlyList<CurveBand> points) =>
        points.Count == 0 ? null : new JsonObject
        {
            ["name"] = name,
            ["kind"] = "band",
            ["data"] = new JsonArray([.. points.Select(point => (JsonNode)new JsonArray(point.X, Short(point.Low), Short(point.High)))]),
        };

    /// <summary>A number with the digits that a drawing can show: a long report is a third smaller for it.</summary>
    public static double Short(double value) => double.IsFinite(value) && value != 0
        ? double.Parse(value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture)
        : 0;
}
