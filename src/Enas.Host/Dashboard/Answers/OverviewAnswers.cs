namespace Enas.Host.Dashboard.Answers;

/// <summary>A line that `enas show` prints too.</summary>
internal sealed record LabelledLineAnswer
{
    public required string Label { get; init; }

    public required string Words { get; init; }
}

/// <summary>Something that happened at a step, to be marked in charts.</summary>
internal sealed record MarkAnswer
{
    public required long Step { get; init; }

    public required string Kind { get; init; }

    public required string Words { get; init; }
}

/// <summary>Something that a reader must know.</summary>
internal sealed record NoticeAnswer
{
    public required string Kind { get; init; }

    public required string Words { get; init; }
}

/// <summary>A decision of the space: `decision=` and `option=` of the table of architectures take its name and one of its
/// options.</summary>
internal sealed record DecisionAnswer
{
    public required string Name { get; init; }

    public required string Role { get; init; }

    public required IReadOnlyList<string> Options { get; init; }
}

/// <summary>What random candidates came to, in the unit of the reward.</summary>
internal sealed record RandomBandAnswer
{
    public required long Count { get; init; }

    public required double Mean { get; init; }

    public required double Deviation { get; init; }

    public required double Best { get; init; }
}

/// <summary>A command to copy.</summary>
internal sealed record CommandLineAnswer
{
    public required string Words { get; init; }

    public required string Command { get; init; }
}

/// <summary>GET /searches/{id}; 202 with a Reading while it is read.</summary>
internal sealed record OverviewAnswer : SearchSummary
{
    /// <summary>One of a search, without what is its own.</summary>
    public OverviewAnswer(SearchSummary summary)
        : base(summary)
    {
    }

    public required ThroughAnswer Through { get; init; }

    public required string Folder { get; init; }

    public required bool IsTraining { get; init; }

    public required bool HasPolicy { get; init; }

    public required BestAnswer? Chosen { get; init; }

    public required string? Verdict { get; init; }

    public required string? NoResult { get; init; }

    public required string? Test { get; init; }

    public required long FailedSteps { get; init; }

    public required int Rewards { get; init; }

    public required int DifferentArchitectures { get; init; }

    public required double? SamplesPerSecond { get; init; }

    public required double WritingSeconds { get; init; }

    public required string? FirstEventAt { get; init; }

    public required bool IsFinal { get; init; }

    public required int WriterEpoch { get; init; }

    public required long Events { get; init; }

    public required long Facts { get; init; }

    public required IReadOnlyList<LabelledLineAnswer> Lines { get; init; }

    public required IReadOnlyList<MarkAnswer> Marks { get; init; }

    public required IReadOnlyList<NoticeAnswer> Notices { get; init; }

    public required RandomBandAnswer? Random { get; init; }

    public required IReadOnlyList<string> Series { get; init; }

    public required IReadOnlyList<DecisionAnswer> Decisions { get; init; }

    public required IReadOnlyList<CommandLineAnswer> Commands { get; init; }
}
