namespace Enas.Host.Dashboard.Answers;

/// <summary>GET /searches/{id}/series/{name}?x=step|samples|seconds&amp;from=&amp;to=&amp;points= ; names: reward, entropy (% of a
/// uniform policy), loss, baseline, advantage, rate (of the shared weights), policy-rate, unique, skips, validation. Each place of the
/// arrays is a stretch of neighbouring points with its least, greatest and last averaged value. The average and the best so far are made
/// on all points before anything is cut or thinned.</summary>
internal sealed record SeriesAnswer : ITabular
{
    public required ThroughAnswer Through { get; init; }

    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Note { get; init; }

    public required string Unit { get; init; }

    public required string Of { get; init; }

    public required IReadOnlyList<double> X { get; init; }

    public required IReadOnlyList<long> Steps { get; init; }

    public required IReadOnlyList<double?> Min { get; init; }

    public required IReadOnlyList<double?> Max { get; init; }

    public required IReadOnlyList<double?> Average { get; init; }

    public required IReadOnlyList<double?> Best { get; init; }

    public required IReadOnlyList<string> Architectures { get; init; }

    public required long Count { get; init; }

    public required int NotFinite { get; init; }

    public required double Decay { get; init; }

    public required RandomBandAnswer? Random { get; init; }

    public required string Query { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.SideBySide(
        ("x", [.. X.Cast<object?>()]), ("step", [.. Steps.Cast<object?>()]), ("min", [.. Min.Cast<object?>()]),
        ("max", [.. Max.Cast<object?>()]), ("average", [.. Average.Cast<object?>()]), ("best", [.. Best.Cast<object?>()]),
        ("architecture", Architectures));
}

/// <summary>GET /searches/{id}/operations?bins=.</summary>
internal sealed record OperationsAnswer : ITabular
{
    public required ThroughAnswer Through { get; init; }

    public required IReadOnlyList<string> Operations { get; init; }

    public required IReadOnlyList<OperationBinAnswer> Bins { get; init; }

    public required string Note { get; init; }

    public required string Query { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.Of(Bins,
    [
        ("from", bin => bin.From), ("to", bin => bin.To),
        .. Operations.Index().Select(one => (one.Item, (Func<OperationBinAnswer, object?>)(bin => bin.Shares[one.Index]))),
    ]);
}

/// <summary>A stretch of steps, both ends in it, with the share of each operation, which add up to 1.</summary>
internal sealed record OperationBinAnswer
{
    public required long From { get; init; }

    public required long To { get; init; }

    public required IReadOnlyList<double> Shares { get; init; }
}

/// <summary>GET /searches/{id}/policy?step=&amp;window= : what was sampled in the window of samples that ends with a step.</summary>
internal sealed record PolicyWindowAnswer : ITabular
{
    public required ThroughAnswer Through { get; init; }

    public required long Step { get; init; }

    public required long FirstStep { get; init; }

    public required long LastStep { get; init; }

    public required long Count { get; init; }

    public required long From { get; init; }

    public required long To { get; init; }

    public required IReadOnlyList<OptionShareAnswer> Rows { get; init; }

    public required string Note { get; init; }

    public required string Query { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.Of(Rows, ("decision", row => row.Decision), ("role", row => row.Role),
        ("option", row => row.Option), ("share", row => row.Share));
}

/// <summary>How large a part of the samples chose an option at a decision, among those in which the decision was open.</summary>
internal sealed record OptionShareAnswer
{
    public required string Decision { get; init; }

    public required string Role { get; init; }

    public required string Option { get; init; }

    public required double Share { get; init; }
}
