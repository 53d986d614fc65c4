using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Evaluators.Child;
using Enas.Pipeline.Evaluators.Command;
using Enas.Pipeline.Evaluators.OfSpace;
using Enas.Pipeline.Evaluators.SharedWeights;
using Enas.Pipeline.Evaluators.Table;
using Enas.Pipeline.Evaluators.Told;
using Enas.Pipeline.Evaluators.ZeroCost;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Catalogs.Evaluators;

/// <summary>The evaluators that there are, each once. The one place that lists them. Spaces and strategies ask it too, so it stands below
/// the other catalogs.</summary>
public static class EvaluatorCatalog
{
    private static readonly List<IEvaluatorKind> s_kinds =
        [new SharedWeightsKind(), new ChildKind(), new ZeroCostKind(), new TableKind(), new CommandKind(), new ToldKind(),
            new OfSpaceKind()];

    // Sealed in the interface: a class can have members of the same names, and the compiler says nothing.
    private static readonly string[] s_sealed = [nameof(IEvaluatorKind.SharesWeights), nameof(IEvaluatorKind.TrainsElsewhere),
        nameof(IEvaluatorKind.AsksProxies), nameof(IEvaluatorKind.SaysCosts)];

    /// <summary>Every evaluator, those that ship with Enas first.</summary>
    public static IReadOnlyList<IEvaluatorKind> All => s_kinds;

    /// <summary>Adds an evaluator of one's own. Before anything is read: the tables of options are made once.</summary>
    /// <exception cref="InvalidOperationException">The tables of options were made already.</exception>
    /// <exception cref="ArgumentException">There is an evaluator of this name; or its class has a member with the name of an answer that
    /// follows from others (<see cref="IEvaluatorKind.SharesWeights"/>, <see cref="IEvaluatorKind.TrainsElsewhere"/>,
    /// <see cref="IEvaluatorKind.AsksProxies"/>, <see cref="IEvaluatorKind.SaysCosts"/>), which nobody would hear.</exception>
    public static void Add(IEvaluatorKind kind)
    {
        if (s_sealed.FirstOrDefault(name => kind.GetType().GetMember(name).Length > 0) is { } unheard)
        {
            throw new ArgumentException($"{kind.GetType().Name} has a {unheard} of its own, which nobody asks: the answer follows from "
                + $"{nameof(IEvaluatorKind.Needs)}, {nameof(IEvaluatorKind.RunsProgram)} and {nameof(IEvaluatorKind.AwaitsValues)}; "
                + "leave it out, or call it something else", nameof(kind));
        }

        if (Find(kind.Name) is not null)
        {
            throw new ArgumentException($"there is an evaluator \"{kind.Name}\" already", nameof(kind));
        }

        CatalogSeal.RequireOpen(kind.Name);
        s_kinds.Add(kind);
    }

    /// <summary>The evaluator of a job.</summary>
    /// <exception cref="ArgumentException">There is none of its kind.</exception>
    public static IEvaluatorKind Of(JobOptions job) => Find(job.Evaluator.Kind)
        ?? throw new ArgumentException(
            $"\"{job.Evaluator.Kind}\" is not an evaluator; allowed: {string.Join(' ', All.Select(kind => kind.Name))}", nameof(job));

    /// <summary>The evaluator of a name; null when there is none.</summary>
    public static IEvaluatorKind? Find(string name) => s_kinds.Find(kind => kind.Name == name);

    /// <summary>The row <c>evaluator.kind</c> of a space, which offers what needs no more than the space has, and the rows that these
    /// add.</summary>
    /// <param name="means">What the space has.</param>
    /// <param name="standard">The evaluator of a job that does not say one.</param>
    public static (JobOption Kind, IReadOnlyList<JobOption> Own) RowsOf(EvaluationMeans means, string standard)
    {
        IEvaluatorKind[] offered = [.. s_kinds.Where(kind => (kind.Needs & ~means) == EvaluationMeans.None)];
        return (
            OptionRow.Words("evaluator.kind", standard, [.. offered.Select(kind => kind.Name)],
                $"{string.Join("; ", offered.Select(kind => $"{kind.Name}: {kind.Summary}"))}.", JobFactScope.Search),
            [.. offered.SelectMany(kind => kind.Options)]);
    }

    /// <summary>Whether the search of a job trains architectures alone, to evaluate them or in finals, so that what determines such a
    /// training determines the search too.</summary>
    public static bool TrainsChildren(JobOptions job) => Of(job).TrainsAlone || job.Finals.AreHeld;
}
