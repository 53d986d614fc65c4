namespace Enas.Host.Dashboard.Answers;

/// <summary>A rank correlation.</summary>
internal sealed record CorrelationAnswer
{
    public required double? Value { get; init; }

    public required double? Low { get; init; }

    public required double? High { get; init; }
}

/// <summary>An architecture with its score in the search and alone, both in the unit of the reward.</summary>
internal sealed record FidelityPointAnswer
{
    public required string Tokens { get; init; }

    public required double Shared { get; init; }

    public required double Alone { get; init; }

    public required string From { get; init; }
}

/// <summary>GET /searches/{id}/fidelity.</summary>
internal sealed record FidelityAnswer : ITabular
{
    public required ThroughAnswer Through { get; init; }

    public required string X { get; init; }

    public required string Y { get; init; }

    public required IReadOnlyList<FidelityPointAnswer> Points { get; init; }

    public required long Count { get; init; }

    public required CorrelationAnswer Kendall { get; init; }

    public required CorrelationAnswer Spearman { get; init; }

    public required IReadOnlyList<string> Words { get; init; }

    public required string Note { get; init; }

    public required IReadOnlyList<CommandLineAnswer> Commands { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.Of(Points,
        ("tokens", point => point.Tokens), ("shared", point => point.Shared), ("alone", point => point.Alone),
        ("from", point => point.From));
}

/// <summary>An architecture with its cost and its reward.</summary>
internal sealed record FrontPointAnswer
{
    public required string Tokens { get; init; }

    public required double Cost { get; init; }

    public required double Reward { get; init; }

    public required bool IsOnFront { get; init; }
}

/// <summary>GET /searches/{id}/pareto.</summary>
internal sealed record ParetoAnswer : ITabular
{
    public required ThroughAnswer Through { get; init; }

    public required CostColumnAnswer? Cost { get; init; }

    public required IReadOnlyList<FrontPointAnswer> Points { get; init; }

    public required int Total { get; init; }

    public required string? Words { get; init; }

    public required string Note { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.Of(Points, ("tokens", point => point.Tokens), ("cost", point => point.Cost),
        ("reward", point => point.Reward), ("isOnFront", point => point.IsOnFront));
}

/// <summary>GET /searches/{id}/training.</summary>
internal sealed record TrainingAnswer : ITabular
{
    public required ThroughAnswer Through { get; init; }

    public required string Architecture { get; init; }

    public required long? Parameters { get; init; }

    public required string Measure { get; init; }

    public required IReadOnlyList<int> Epochs { get; init; }

    public required IReadOnlyList<double?> Validation { get; init; }

    public required int OfEpochs { get; init; }

    public required string? Test { get; init; }

    public required string? Parent { get; init; }

    public required IReadOnlyList<CommandLineAnswer> Commands { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.Of(Epochs.Zip(Validation), ("epoch", one => one.First), ("validation", one => one.Second));
}
