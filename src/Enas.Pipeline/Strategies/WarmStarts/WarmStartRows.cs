using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Strategies.WarmStarts;

/// <summary>The options of a warm start, for every strategy whose first proposals are uniform draws. All came later than it did.</summary>
internal static class WarmStartRows
{
    /// <summary>The key of the proxy.</summary>
    public const string Proxy = "strategy.warmStart";

    private const string Pool = "strategy.warmStartPool";
    private const string Order = "strategy.warmStartOrder";
    private const string None = "none";
    private const int StandardPool = 300;

    /// <summary>The rows.</summary>
    public static JobOption[] All =>
    [
        .. ((JobOption[])
        [
            OptionRow.Words(Proxy, None, [None, .. ZeroCostProxy.Names],
                "none: the first architectures are drawn uniformly; else they are the best of a pool by this zero-cost proxy.",
                JobFactScope.Search),
            OptionRow.Integer(Pool, 2, 100_000, StandardPool, "Uniform draws of that pool.", JobFactScope.Search),
            OptionRow.Words(Order, EvaluatorOptions.Higher, [EvaluatorOptions.Higher, EvaluatorOptions.Lower],
                "Which values of that proxy are better; which are, differs from data to data and is best measured.", JobFactScope.Search),
        ]).Select(row => row.AsLater()),
    ];

    /// <summary>The warm start of a job; null for none.</summary>
    public static WarmStart? Read(JobOptions job) => ZeroCostProxy.Of(job.Own.Text(Proxy)) is not { } proxy ? null : new(
        proxy, job.Own.Integer(Pool), job.Own.Text(Order) == EvaluatorOptions.Lower ? MeasureDirection.Lower : MeasureDirection.Higher);

    private const string WithoutAProxy = $"is for a warm start, and the job has none: it changes nothing; name a proxy with {Proxy}";

    /// <summary>What keeps a warm start from doing anything, a sentence each.</summary>
    /// <param name="first">Architectures that are proposed by it.</param>
    public static IEnumerable<string> WarningsOf(JobOptions job, int first)
    {
        if (Read(job) is { } start)
        {
            if (start.Draws <= first)
            {
                yield return $"{Pool} = {start.Draws} is no more than the {first} architectures that are taken from it, so {Proxy} leaves "
                    + "none out; draw several times as many";
            }

            yield break;
        }

        if (job.Own.Integer(Pool) is not StandardPool and var draws)
        {
            yield return $"{Pool} = {draws} {WithoutAProxy}";
        }

        if (job.Own.Text(Order) == EvaluatorOptions.Lower)
        {
            yield return $"{Order} = \"{EvaluatorOptions.Lower}\" {WithoutAProxy}";
        }
    }
}
