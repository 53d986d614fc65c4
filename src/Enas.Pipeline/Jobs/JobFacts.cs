namespace Enas.Pipeline.Jobs;

/// <summary>
/// The part of a job that a search depends on, as compact JSON in the order of the table. Name, tags, paths, the number of rounds,
/// log and checkpoint are not in it: a search can move, be renamed and go on for longer, and is still the same search.
/// The preset is not in it either, only the values that it gave. Data is stated by digests of its content.
/// </summary>
public static class JobFacts
{
    /// <summary>For <c>search-started</c>: schema, seed, space, strategy, shared weights, policy, reward, derive.</summary>
    public static string ForSearch(JobOptions options) => Write(options, JobFactScope.Search);

    /// <summary>For the first fact of a final training: schema, seed, what the cell puts out, train.</summary>
    public static string ForTraining(JobOptions options) => Write(options, JobFactScope.Training);

    /// <summary>What a search that goes on would have to change of its facts, one line each; empty when it may go on.</summary>
    /// <param name="recorded">The job as recorded.</param>
    /// <param name="given">The job as it would go on.</param>
    /// <param name="ofTraining">Whether it is a final training.</param>
    public static IReadOnlyList<string> Differences(JobOptions recorded, JobOptions given, bool ofTraining = false) =>
        [.. Changed(recorded, given, ofTraining ? JobFactScope.Training : JobFactScope.Search).Select(change => change.Words)];

    /// <summary>The facts that differ between two jobs of searches, by key, with words for people.</summary>
    internal static IEnumerable<(string Key, string Words)> Changed(JobOptions recorded, JobOptions given, JobFactScope scope) => recorded.Space.Kind != given.Space.Kind
        ? [("space.kind", $"space.kind was {CanonicalJson.Text(recorded.Space.Kind)}, is now {CanonicalJson.Text(given.Space.Kind)}")]
        : JobJson.Values(recorded)
        .Zip(JobJson.Values(given))
        .Where(pair => (pair.First.Option.Facts == scope || pair.First.Option.Facts == JobFactScope.Both) && pair.First.Json != pair.Second.Json)
        .Select(pair => (pair.First.Option.Key, $"{pair.First.Option.Key} was {pair.First.Json}, is now {pair.Second.Json}"));

    private static string Write(JobOptions options, JobFactScope scope) => JobJson.Nest(
        JobJson.Values(options)
            .Where(value => value.Option.Facts == scope || value.Option.Facts == JobFactScope.Both)
            .Select(value => (value.Option.Key, value.Json)),
        indented: false);
}
