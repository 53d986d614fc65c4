using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

/// <summary>The values of the columns of some rows; a column that is not there holds nothing but nulls.</summary>
internal sealed record SegmentColumns
{
    public required IReadOnlyList<long> Sequences { get; init; }

    public required IReadOnlyList<long> Steps { get; init; }

    public required IReadOnlyList<string> Phases { get; init; }

    public required IReadOnlyList<int> Epochs { get; init; }

    public required IReadOnlyList<string> EventTypes { get; init; }

    public required IReadOnlyList<int> SchemaVersions { get; init; }

    public required IReadOnlyList<long?> FactIndexes { get; init; }

    public required IReadOnlyList<string> Facts { get; init; }

    public required IReadOnlyList<string> Observations { get; init; }

    public required IReadOnlyList<DateTimeOffset> Times { get; init; }

    public required IReadOnlyList<ReadOnlyMemory<byte>> FactHashes { get; init; }

    public required IReadOnlyList<ReadOnlyMemory<byte>> EventHashes { get; init; }

    public required IReadOnlyList<string?> Architectures { get; init; }

    /// <summary>Promoted numbers, in the order of <see cref="PromotedColumns.All"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Promoted { get; init; }

    /// <summary>The rows; not yet verified against the chains.</summary>
    public IReadOnlyList<CommittedRow> ToRows()
    {
        var rows = new CommittedRow[Sequences.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new CommittedRow(Sequences[i], FactIndexes[i], Times[i], FactHashes[i], EventHashes[i], ToRow(i));
        }

        return rows;
    }

    private LogRow ToRow(int i) => new()
    {
        Step = Steps[i],
        Phase = Phases[i],
        Epoch = Epochs[i],
        EventType = EventTypes[i],
        SchemaVersion = SchemaVersions[i],
        IsFact = FactIndexes[i].HasValue,
        Facts = Facts[i],
        Observations = Observations[i],
        Architecture = Architectures[i],
        LogProb = Promoted[0][i],
        Entropy = Promoted[1][i],
        Loss = Promoted[2][i],
        Metric = Promoted[3][i],
        Reward = Promoted[4][i],
        Baseline = Promoted[5][i],
        Advantage = Promoted[6][i],
        GradNorm = Promoted[7][i],
        LearningRate = Promoted[8][i],
        DurationMs = Promoted[9][i],
    };
}
