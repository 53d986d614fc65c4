using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>Overrides as a log keeps them: with the value that they came to, so that neither a working directory nor an
/// environment matters later.</summary>
public static class JobChanges
{
    /// <summary>The <c>key=value</c> of the options that <paramref name="sets"/> name, with their values in
    /// <paramref name="job"/>.</summary>
    public static IReadOnlyList<string> Of(JobOptions job, IReadOnlyList<string> sets)
    {
        var keys = sets.Select(set => set.Split('=')[0].Trim()).Distinct(StringComparer.Ordinal).ToArray();
        return [.. JobJson.Values(job).Where(value => keys.Contains(value.Option.Key)).Select(value => $"{value.Option.Key}={value.Json}")];
    }
}
