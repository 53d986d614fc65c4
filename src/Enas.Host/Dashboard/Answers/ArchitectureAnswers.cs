namespace Enas.Host.Dashboard.Answers;

/// <summary>A column of costs in a table of architectures.</summary>
internal sealed record CostColumnAnswer
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Unit { get; init; }
}

/// <summary>A row of the table of architectures; its costs are in the order of the columns of costs.</summary>
internal sealed record ArchitectureRowAnswer
{
    public required string Tokens { get; init; }

    public required int Times { get; init; }

    public required long FirstStep { get; init; }

    public required long LastStep { get; init; }

    public required double Best { get; init; }

    public required double Mean { get; init; }

    public required double Last { get; init; }

    public required double? Metric { get; init; }

    public required IReadOnlyList<double?> Costs { get; init; }

    public required double? Alone { get; init; }

    public required bool IsChosen { get; init; }
}

/// <summary>GET /searches/{id}/architectures?sort=&amp;desc=&amp;q=&amp;decision=&amp;option=&amp;offset=&amp;limit= ; sort: tokens, times,
/// firstStep, lastStep, best, mean, last, alone, or the name of a cost.</summary>
internal sealed record ArchitectureListAnswer : ITabular
{
    public required ThroughAnswer Through { get; init; }

    public required int Total { get; init; }

    public required int Of { get; init; }

    public required int Offset { get; init; }

    public required IReadOnlyList<CostColumnAnswer> Costs { get; init; }

    public required IReadOnlyList<ArchitectureRowAnswer> Rows { get; init; }

    public required string Note { get; init; }

    public required string Query { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.Of(Rows,
    [
        ("tokens", row => row.Tokens), ("times", row => row.Times), ("firstStep", row => row.FirstStep), ("lastStep", row => row.LastStep),
        ("best", row => row.Best), ("mean", row => row.Mean), ("last", row => row.Last), ("metric", row => row.Metric),
        .. Costs.Index().Select(cost => (cost.Item.Name, (Func<ArchitectureRowAnswer, object?>)(row => row.Costs[cost.Index]))),
        ("alone", row => row.Alone), ("isChosen", row => row.IsChosen),
    ]);
}

/// <summary>What an architecture chose at a decision.</summary>
internal sealed record DecisionTakenAnswer
{
    public required string Decision { get; init; }

    public required string Option { get; init; }
}

/// <summary>A decision at which two architectures chose differently.</summary>
internal sealed record DecisionDifferenceAnswer
{
    public required string Decision { get; init; }

    public required string Here { get; init; }

    public required string There { get; init; }
}

/// <summary>A score of an architecture among the candidates of a search.</summary>
internal sealed record CandidateScoreAnswer
{
    public required string Source { get; init; }

    public required string? Stage { get; init; }

    public required int Ordinal { get; init; }

    public required double? Score { get; init; }

    public required string Text { get; init; }
}

/// <summary>A training of an architecture alone.</summary>
internal sealed record TrainingRowAnswer
{
    public required string? Id { get; init; }

    public required string Name { get; init; }

    public required ulong? Seed { get; init; }

    public required string Validation { get; init; }

    public required string? Test { get; init; }

    public required string? Fingerprint { get; init; }
}

/// <summary>A cost of an architecture as people read it, with its unit.</summary>
internal sealed record CostValueAnswer
{
    public required string Title { get; init; }

    public required string Text { get; init; }
}

/// <summary>GET /searches/{id}/architectures/{tokens}?against=TOKENS ; tokens are encoded. Pictures: the same address with .svg, .dot or
/// .mermaid (?download=1 for a file).</summary>
internal sealed record ArchitectureDetailAnswer : ITabular
{
    public required ThroughAnswer Through { get; init; }

    public required string Tokens { get; init; }

    public required bool IsKnown { get; init; }

    public required int? Rank { get; init; }

    public required int Of { get; init; }

    public required ArchitectureRowAnswer? Row { get; init; }

    public required IReadOnlyList<CostValueAnswer> Costs { get; init; }

    public required IReadOnlyList<DecisionTakenAnswer> Decisions { get; init; }

    public required GraphAnswer Graph { get; init; }

    public required string? Against { get; init; }

    public required IReadOnlyList<DecisionDifferenceAnswer> Differences { get; init; }

    public required IReadOnlyList<long> Steps { get; init; }

    public required IReadOnlyList<double?> Rewards { get; init; }

    public required IReadOnlyList<CandidateScoreAnswer> Candidates { get; init; }

    public required IReadOnlyList<TrainingRowAnswer> Trainings { get; init; }

    public required IReadOnlyList<CommandLineAnswer> Commands { get; init; }

    public required string Query { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.Of(Steps.Zip(Rewards), ("step", one => one.First), ("reward", one => one.Second));
}

/// <summary>An architecture as a graph; nodes of one search are the same in all of its architectures but for what they compute.</summary>
internal sealed record GraphAnswer
{
    public required IReadOnlyList<string> Nodes { get; init; }

    public required IReadOnlyList<GraphEdgeAnswer> Edges { get; init; }
}

/// <summary>An edge between two nodes by their places, from an earlier one to a later one.</summary>
internal sealed record GraphEdgeAnswer
{
    public required int From { get; init; }

    public required int To { get; init; }

    public required string Label { get; init; }

    public required string Style { get; init; }
}
