using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.Images;
using Enas.Pipeline.Spaces.Custom;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.Outside;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Catalogs;

/// <summary>The spaces that there are, each once. The one place that lists them.</summary>
public static class SpaceCatalog
{
    private static readonly ISpaceModule[] s_networks =
        [new RnnCellModule(), new MacroCnnModule(), new MicroCnnModule(), new NasBench201Module(), new NasBench201ImagesModule()];

    private static readonly List<ISpaceModule> s_modules =
    [
        .. s_networks, new CustomModule(),
        .. s_networks.Where(module => module.CanTrainChildren).Select(module => new OutsideModule(module)),
    ];

    /// <summary>Every module, those that ship with Enas first. A kind of space is there several times where its architectures can be judged
    /// by several kinds of data, or outside of Enas, see <see cref="ISpaceModule.DataKinds"/>.</summary>
    public static IReadOnlyList<ISpaceModule> All => s_modules;

    /// <summary>The kinds of spaces, each once.</summary>
    public static IReadOnlyList<string> Kinds => [.. All.Select(module => module.Kind).Distinct()];

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

    /// <summary>Adds an operation of one's own to a space, which jobs choose by its name. Before anything is read.</summary>
    /// <param name="kind">The space: <c>macro-cnn</c> or <c>micro-cnn</c>.</param>
    /// <param name="operation">Its name, and the layers that it makes.</param>
    /// <exception cref="InvalidOperationException">The tables of options were made already.</exception>
    /// <exception cref="ArgumentException">There is an operation of this name, its name is none, or the space takes none.</exception>
    public static void AddOperation(string kind, ImageOperation operation)
    {
        CatalogSeal.RequireOpen(operation.Name);
        if (Of(kind) is not IOpenOperations space)
        {
            var open = All.OfType<IOpenOperations>().Select(module => module.Kind);
            throw new ArgumentException($"the space {kind} takes no operations of others; allowed: {string.Join(' ', open)}", nameof(kind));
        }

        space.AddOperation(operation);
    }

    /// <summary>The space of a name; of two modules the first, which says the same of architectures and dialects as the other.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ISpaceModule Of(string kind) => Find(kind)
        ?? throw new ArgumentException($"\"{kind}\" is not a space; allowed: {string.Join(' ', Kinds)}", nameof(kind));

    /// <summary>The module of a job.</summary>
    /// <exception cref="ArgumentException">There is none of its kind.</exception>
    public static ISpaceModule Of(JobOptions job) => Find(job.Space.Kind, job.Data.Kind) ?? Of(job.Space.Kind);

    /// <summary>The module of a kind of space on a kind of data; that of the space alone where none of its modules has the data.</summary>
    public static ISpaceModule? Find(string kind, string? dataKind) =>
        s_modules.Find(module => module.Kind == kind && module.DataKinds.Contains(dataKind)) ?? Find(kind);

    /// <summary>The space of a name; null when there is none.</summary>
    public static ISpaceModule? Find(string kind) => s_modules.Find(module => module.Kind == kind);

    /// <summary>The space that a job for a folder of data searches.</summary>
    /// <param name="task">What lies in it, such as <c>images</c>.</param>
    public static ISpaceModule OfFolders(string task) => s_modules.First(module => module.Task == task && module.IsForFolders);

    /// <summary>The space that a job describes.</summary>
    /// <exception cref="ArgumentException">There is none of its kind.</exception>
    public static SearchSpace Create(JobOptions job) => Of(job).Create(job);

    /// <summary>What the architectures of a job are judged by.</summary>
    public static Measure MeasureOf(JobOptions job) => Of(job).MeasureOf(job);

    /// <summary>What the rewards and scores of a job's search are in: the measure of the space, or that of its evaluator.</summary>
    public static Measure RewardedMeasureOf(JobOptions job) => EvaluatorCatalog.Of(job).MeasureOf(job, MeasureOf(job));

    /// <summary>What is said of a job's evaluator wherever a person reads about its search.</summary>
    public static EvaluatorWords WordsOf(JobOptions job) =>
        EvaluatorCatalog.Of(job).WordsOf(new EvaluatorSubject(job, Of(job).ScoredItems));

    /// <summary>Whether a job's search trains weights that its architectures share; else a value is the architecture's own.</summary>
    public static bool SharesWeights(JobOptions job) => Of(job).HasSharedWeights && EvaluatorCatalog.Of(job).SharesWeights;

    /// <summary>The strategies that can search a space, the default first.</summary>
    public static IReadOnlyList<IStrategyKind> StrategiesOf(ISpaceModule space) =>
        [.. StrategyCatalog.All.Where(space.CanBeSearchedBy)];

    /// <summary>What a table of options is made for.</summary>
    public static TableContext ContextOf(ISpaceModule space, IStrategyKind strategy) =>
        new(space, strategy, Kinds, StrategiesOf(space));
}
