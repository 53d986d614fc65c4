using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Catalogs;

/// <summary>The spaces that there are, each once. The one place that lists them.</summary>
public static class SpaceCatalog
{
    private static readonly List<ISpaceModule> s_modules =
        [new RnnCellModule(), new MacroCnnModule(), new MicroCnnModule(), new NasBench201Module()];

    /// <summary>Every space, those that ship with Enas first.</summary>
    public static IReadOnlyList<ISpaceModule> All => s_modules;

    /// <summary>Adds a space of one's own. Before anything is read: the tables of options are made once.</summary>
    /// <exception cref="InvalidOperationException">The tables of options were made already.</exception>
    /// <exception cref="ArgumentException">There is a space of this name.</exception>
    public static void Add(ISpaceModule module)
    {
        if (Find(module.Kind) is not null)
        {
            throw new ArgumentException($"there is a space \"{module.Kind}\" already", nameof(module));
        }

        CatalogSeal.RequireOpen(module.Kind);
        s_modules.Add(module);
    }

    /// <summary>The space of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ISpaceModule Of(string kind) => Find(kind)
        ?? throw new ArgumentException(
            $"\"{kind}\" is not a space; allowed: {string.Join(' ', All.Select(module => module.Kind))}", nameof(kind));

    /// <summary>The space of a name; null when there is none.</summary>
    public static ISpaceModule? Find(string kind) => s_modules.Find(module => module.Kind == kind);

    /// <summary>The space that a job describes.</summary>
    /// <exception cref="ArgumentException">There is none of its kind.</exception>
    public static SearchSpace Create(JobOptions job) => Of(job.Space.Kind).Create(job);

    /// <summary>Whether a job's search trains weights that its architectures share; else a value is the architecture's own.</summary>
    public static bool SharesWeights(JobOptions job) => Of(job.Space.Kind).HasSharedWeights && !job.EvaluatesChildren;

    /// <summary>The strategies that can search a space, the default first.</summary>
    public static IReadOnlyList<IStrategyKind> StrategiesOf(ISpaceModule space) =>
        [.. StrategyCatalog.All.Where(space.CanBeSearchedBy)];

    /// <summary>What a table of options is made for.</summary>
    public static TableContext ContextOf(ISpaceModule space, IStrategyKind strategy) =>
        new(space, strategy, [.. All.Select(other => other.Kind)], StrategiesOf(space));
}
