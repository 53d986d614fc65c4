using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Proxy;

namespace Enas.Storage.Searches;

/// <summary>
/// The rows of a log that say something of single architectures which its fold keeps: the first value of each that has one of its own, what
/// it costs, what proxies say of it. Of so many that a cache of them would be no shorter than the log none are kept, and the log is read.
/// </summary>
internal sealed class KnownRows : IProjection
{
    // What a row takes in the record of a cache at most, about: the names of its columns, and each character of texts within texts within a
    // text. The record itself may have more.
    private const int BytesOfRow = 1000;
    private const int BytesOfCharacter = 4;
    private const long MostBytes = 24L << 20;

    private readonly List<LogRow> _rows = [];
    private readonly HashSet<string> _valued = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>The rows, in the order of the log; none where they are too many.</summary>
    public IReadOnlyList<LogRow> Rows => _rows;

    /// <summary>Whether there were so many that none are kept.</summary>
    public bool AreTooMany => _bytes > MostBytes;

    /// <inheritdoc />
    public void Apply(RecordedEvent recorded)
    {
        if (AreTooMany || !IsKnown(recorded.Happened))
        {
            return;
        }

        var row = recorded.Row;
        _rows.Add(row);
        _bytes += BytesOfRow + (BytesOfCharacter * (row.Facts.Length + row.Observations.Length + (row.Architecture?.Length ?? 0)));
        if (AreTooMany)
        {
            _rows.Clear();
        }
    }

    /// <summary>A state with what rows say. In which order they and the children of the log came does not matter: where a value comes with
    /// what the architecture costs, nobody else is asked for that.</summary>
    /// <exception cref="FormatException">A row says something else.</exception>
    public static SearchState Fold(IReadOnlyList<LogRow> rows, SearchState state)
    {
        var (trials, costs, proxies) = (state.Trials, state.ArchitectureCosts, state.Proxies);
        foreach (var row in rows)
        {
            switch (SearchEvents.FromRow(row))
            {
                case RewardEvaluated { Windows.Count: 0 } evaluated:
                    trials = trials.With(evaluated);
                    break;
                case CostsMeasured measured:
                    costs = costs.With(measured);
                    break;
                case ProxiesMeasured measured:
                    proxies = proxies.With(measured);
                    break;
                default:
                    throw new FormatException($"{row.EventType} says nothing that is kept of single architectures");
            }
        }

        return state with { Trials = trials, ArchitectureCosts = costs, Proxies = proxies };
    }

    /// <summary>How many of the rows are facts that no counter of rewards has.</summary>
    public static int FactsBesideRewards(IReadOnlyList<LogRow> rows) => rows.Count(row => row.EventType != RewardEvaluated.Name);

    private bool IsKnown(ISearchEvent? happened) => happened switch
    {
        RewardEvaluated { Windows.Count: 0 } evaluated => _valued.Add(evaluated.Tokens),
        CostsMeasured or ProxiesMeasured => true,
        _ => false,
    };
}
