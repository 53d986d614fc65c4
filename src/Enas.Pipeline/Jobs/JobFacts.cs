using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>
/// The part of a job that a search depends on, as compact JSON in the order of the table. Name, tags, paths, the number of rounds,
/// log and checkpoint are not in it: a search can move, be renamed and go on for longer, and is still the same search.
/// The preset is not in it either, only the values that it gave. Data is stated by digests of its content. An option that came later
/// (<see cref="JobOption.IsLater"/>) is in it only where it is not its default. What determines the training of an architecture alone is
/// part of a search that makes such trainings (<see cref="EvaluatorCatalog.TrainsChildren"/>).
/// </summary>
internal static class JobFacts
{
    /// <summary>For <c>search-started</c>: schema, seed, space, strategy, shared weights, policy, reward, derive.</summary>
    public static string ForSearch(JobOptions options) => Write(options, JobFactScope.Search);

    /// <summary>For the first fact of a final training: schema, seed, what the cell puts out, train.</summary>
    public static string ForTraining(JobOptions options) => Write(options, JobFactScope.Training);

    /// <summary>The keys of the options that came later and have their defaults: a job that does not know one of them computes the
    /// same.</summary>
    public static IReadOnlyList<string> LaterDefaults(JobOptions options) =>
        [.. JobJson.Values(options).Where(value => IsLaterDefault(value.Option, value.Json)).Select(value => value.Option.Key)];

    /// <summary>What a search that goes on would have to change of its facts, one line each; empty when it may go on.</summary>
    /// <param name="recorded">The job as recorded.</param>
    /// <param name="given">The job as it would go on.</param>
    /// <param name="ofTraining">Whether it is a final training.</param>
    public static IReadOnlyList<string> Differences(JobOptions recorded, JobOptions given, bool ofTraining = false) =>
        [.. Changed(recorded, given, ofTraining ? JobFactScope.Training : JobFactScope.Search).Select(change => change.Words)];

    /// <summary>The facts that differ between two jobs of searches, by key, with words for people.</summary>
    internal static IEnumerable<(string Key, string Words)> Changed(JobOptions recorded, JobOptions given, JobFactScope scope) =>
        recorded.Space.Kind != given.Space.Kind
        ? [("space.kind", $"space.kind was {CanonicalJson.Text(recorded.Space.Kind)}, is now {CanonicalJson.Text(given.Space.Kind)}")]
        : ChangedValues(Facts(recorded, scope), Facts(given, scope));

    // Another strategy has other options: what only one of the two has is a change too.
    private static IEnumerable<(string Key, string Words)> ChangedValues(
        IReadOnlyList<(JobOption Option, string Json)> recorded, IReadOnlyList<(JobOption Option, string Json)> given)
    {
        foreach (var (option, was) in recorded)
        {
            var now = given.FirstOrDefault(value => value.Option.Key == option.Key).Json;
            if (now != was)
            {
                yield return (option.Key, $"{option.Key} was {was}, is now {now ?? "not there"}");
            }
        }

        foreach (var (option, now) in given.Where(value => recorded.All(other => other.Option.Key != value.Option.Key)))
        {
            yield return (option.Key, $"{option.Key} was not there, is now {now}");
        }
    }

    private static (JobOption Option, string Json)[] Facts(JobOptions options, JobFactScope scope) =>
        [.. JobJson.Values(options).Where(value => value.Option.Facts == scope || value.Option.Facts == JobFactScope.Both
            || (scope == JobFactScope.Search && value.Option.Facts == JobFactScope.Training && EvaluatorCatalog.TrainsChildren(options)))];

    private static string Write(JobOptions options, JobFactScope scope) => JobJson.Nest(
        Facts(options, scope).Where(value => !IsLaterDefault(value.Option, value.Json))
            .Select(value => (value.Option.Key, value.Json)),
        indented: false);

    private static bool IsLaterDefault(JobOption option, string json) => option.IsLater && json == option.Default;
}
