using System.Text.Json;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Darts;
using Enas.Pipeline.Strategies.Enas;
using Enas.Pipeline.Strategies.Evolution;
using Enas.Pipeline.Strategies.Fbnet;
using Enas.Pipeline.Strategies.Gdas;
using Enas.Pipeline.Strategies.Halving;
using Enas.Pipeline.Strategies.LocalSearch;
using Enas.Pipeline.Strategies.Mnas;
using Enas.Pipeline.Strategies.Nas;
using Enas.Pipeline.Strategies.PolicyTable;
using Enas.Pipeline.Strategies.Predictor;
using Enas.Pipeline.Strategies.Random;
using Enas.Pipeline.Strategies.Spos;

namespace Enas.Pipeline.Catalogs;

/// <summary>The strategies that there are, each once. The one place that lists them.</summary>
public static class StrategyCatalog
{
    private static readonly List<IStrategyKind> s_kinds =
        [new EnasKind(), new RandomKind(), new PolicyTableKind(), new EvolutionKind(), new LocalSearchKind(), new SposKind(),
            new NasKind(), new HalvingKind(), new MnasKind(), new DartsKind(), new GdasKind(), new FbnetKind(),
            new PredictorKind()];

    /// <summary>Every strategy, those that ship with Enas first.</summary>
    public static IReadOnlyList<IStrategyKind> All => s_kinds;

    /// <summary>The strategy that chooses without learning anything, which others are compared with.</summary>
    public static IStrategyKind NullModel => s_kinds.Find(kind => kind.IsNullModel)!;

    /// <summary>Adds a strategy of one's own. Before anything is read: the tables of options are made once.</summary>
    /// <exception cref="InvalidOperationException">The tables of options were made already.</exception>
    /// <exception cref="ArgumentException">There is a strategy of this name, or one of its events has the name of another.</exception>
    public static void Add(IStrategyKind kind)
    {
        if (Find(kind.Name) is not null)
        {
            throw new ArgumentException($"there is a strategy \"{kind.Name}\" already", nameof(kind));
        }

        if (kind.Events.FirstOrDefault(IsTaken) is { } taken)
        {
            throw new ArgumentException($"there is another event \"{taken.Name}\" already", nameof(kind));
        }

        CatalogSeal.RequireOpen(kind.Name);
        s_kinds.Add(kind);
    }

    /// <summary>The strategy of a job.</summary>
    public static IStrategyKind Of(JobOptions job) => Find(job.Strategy.Kind)
        ?? throw new ArgumentException(
            $"\"{job.Strategy.Kind}\" is not a strategy; allowed: {string.Join(' ', All.Select(kind => kind.Name))}", nameof(job));

    /// <summary>The strategy of a name; null when there is none.</summary>
    public static IStrategyKind? Find(string name) => s_kinds.Find(kind => kind.Name == name);

    /// <summary>The event of a name that a strategy added; null for others.</summary>
    public static EventKind? EventOf(string name) => s_kinds.SelectMany(kind => kind.Events).FirstOrDefault(kind => kind.Name == name);

    /// <summary>The strategy's state at the beginning of a search: none for a final training, or where the strategy is
    /// not known here.</summary>
    public static IStrategyState Begin(SearchStarted started)
    {
        using var job = JsonDocument.Parse(started.Job);
        var name = started.Kind == JobOrigins.Train ? null
            : job.RootElement.TryGetProperty("strategy", out var section) && section.TryGetProperty("kind", out var kind) ? kind.GetString()
            : null;
        return (name is null ? null : Find(name))?.Begin(started) ?? NoStrategyState.Instance;
    }

    // Two strategies can have one event in common, which is then of one type.
    private static bool IsTaken(EventKind added) =>
        SearchEvents.IsShared(added.Name) || (EventOf(added.Name) is { } known && known.GetType() != added.GetType());
}
