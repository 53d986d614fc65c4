namespace Enas.Host.Dashboard.Answers;

/// <summary>Beside them: GET /searches/{id}/job is the job file itself, and /job?resolved=1 the one with every default; both are JSON
/// text.</summary>
internal sealed record ComparedSearchAnswer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Status { get; init; }

    public required int Group { get; init; }
}

/// <summary>A part of an answer, see api.ts.</summary>
internal sealed record CompareCurveAnswer
{
    public required string Name { get; init; }

    public required IReadOnlyList<double> X { get; init; }

    public required IReadOnlyList<double?> Mean { get; init; }

    public required IReadOnlyList<double?> Low { get; init; }

    public required IReadOnlyList<double?> High { get; init; }
}

/// <summary>A part of an answer, see api.ts.</summary>
internal sealed record CompareChartAnswer
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Note { get; init; }

    public required string Unit { get; init; }

    public required IReadOnlyList<CompareCurveAnswer> Curves { get; init; }
}

/// <summary>A part of an answer, see api.ts.</summary>
internal sealed record TextTableAnswer
{
    public required string Title { get; init; }

    public required IReadOnlyList<string> Head { get; init; }

    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }
}

/// <summary>GET /compare?s=ID&amp;s=ID&amp;x=step|samples|seconds ; 202 while one of them is read.</summary>
internal sealed record ComparisonAnswer
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
}
