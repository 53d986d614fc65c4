namespace Enas.Host.Dashboard.Answers;

/// <summary>One of the searches that are compared, with the place of its group among the groups.</summary>
internal sealed record ComparedSearchAnswer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Status { get; init; }

    public required int Group { get; init; }
}

/// <summary>A curve of a search, or the mean of a group of seeds with one standard deviation to both sides; low and high are empty for one
/// search.</summary>
internal sealed record CompareCurveAnswer
{
    public required string Name { get; init; }

    public required IReadOnlyList<double> X { get; init; }

    public required IReadOnlyList<double?> Mean { get; init; }

    public required IReadOnlyList<double?> Low { get; init; }

    public required IReadOnlyList<double?> High { get; init; }
}

/// <summary>A chart of curves over one axis.</summary>
internal sealed record CompareChartAnswer
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Note { get; init; }

    public required string Unit { get; init; }

    public required IReadOnlyList<CompareCurveAnswer> Curves { get; init; }
}

/// <summary>A table of texts.</summary>
internal sealed record TextTableAnswer
{
    public required string Title { get; init; }

    public required IReadOnlyList<string> Head { get; init; }

    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }
}

/// <summary>GET /compare?s=ID&amp;s=ID&amp;x=step|samples|seconds ; 202 while one of them is read.</summary>
internal sealed record ComparisonAnswer : ITabular
{
    public required string Title { get; init; }

    public required string Subtitle { get; init; }

    public required IReadOnlyList<ComparedSearchAnswer> Searches { get; init; }

    public required IReadOnlyList<string> Groups { get; init; }

    public required string Of { get; init; }

    public required IReadOnlyList<CompareChartAnswer> Charts { get; init; }

    public required IReadOnlyList<TextTableAnswer> Tables { get; init; }

    public required TextTableAnswer Differences { get; init; }

    public required IReadOnlyList<string> Remarks { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.Of(
        Charts.SelectMany(chart => chart.Curves.SelectMany(curve => curve.X.Select((x, i) => (Chart: chart.Id, Curve: curve, X: x, I: i)))),
        ("chart", point => point.Chart), ("curve", point => point.Curve.Name), (Of, point => point.X),
        ("mean", point => point.Curve.Mean[point.I]), ("low", point => point.Curve.Low.ElementAtOrDefault(point.I)),
        ("high", point => point.Curve.High.ElementAtOrDefault(point.I)));
}
