using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Storage.Searches;

namespace Enas.Storage.Runs;

/// <summary>Who looks at a run. This one looks at nothing; nothing that another one does can reach the search.</summary>
internal class RunView : IAsyncDisposable
{
    /// <summary>Knows the architecture that is trained alone at the moment.</summary>
    public ChildWatch Children { get; } = new();

    /// <summary>Behaviours beside the handlers, or null.</summary>
    public virtual Action<SearchMediator>? Behaviors => null;

    /// <summary>Hears something in words for people.</summary>
    public virtual void Say(string words)
    {
    }

    /// <summary>A recorded step came out again.</summary>
    public virtual void StepCameOut(long step)
    {
    }

    /// <summary>The work with what looks at each step.</summary>
    public virtual ISearchWork Watched(ISearchWork work) => work;

    /// <summary>The log is open and the work begins or goes on: who hears of commits.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="scoredItems">Tokens or images that candidates are scored on at the end; null where that is not known.</param>
    /// <param name="recorded">What goes on; null for what begins.</param>
    public virtual ISearchProgress Begin(string folder, JobOptions job, double? scoredItems, RecordedSearch? recorded) =>
        NoProgress.Instance;

    /// <summary>The command that makes a branch of a search.</summary>
    /// <param name="arguments">What follows its name.</param>
    public virtual string ForkCommand(string search, IReadOnlyList<string> arguments) =>
        $"enas fork {search} {string.Join(' ', arguments)}";

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class NoProgress : ISearchProgress
    {
        public static readonly NoProgress Instance = new();

        public void Committed(CommittedProgress progress)
        {
        }
    }
}
