using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Storage.Searches;

namespace Enas.Storage.Runs;

/// <summary>How a search ended.</summary>
public sealed record SearchResult
{
    internal SearchResult(JobOptions job, RunOutcome outcome)
    {
        (Job, State, Folder) = (job, outcome.State, outcome.Folder);
        (IsComplete, Fingerprint, Duration) = (outcome.IsComplete, outcome.Fingerprint, outcome.Duration);
    }

    /// <summary>The job with every default.</summary>
    public JobOptions Job { get; }

    /// <summary>Full path of the search.</summary>
    public string Folder { get; }

    /// <summary>False where it was stopped early and can be resumed.</summary>
    public bool IsComplete { get; }

    /// <summary>All that the search knows of itself.</summary>
    public SearchState State { get; }

    /// <summary>Head of the chain of its facts: the same for the same job on any machine, where the backend is exact.</summary>
    public string Fingerprint { get; }

    /// <summary>Time that it took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The architecture that was chosen, or before that the one of the highest reward, as tokens; of a final training the one
    /// that it trains. Null where no score is finite, or none keeps the limits of the job.</summary>
    public string? BestTokens => RecordedSearch.BestOf(Job, State);
}
