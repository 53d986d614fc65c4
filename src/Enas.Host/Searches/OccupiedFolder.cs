using Enas.Host.Cli;

namespace Enas.Host.Searches;

/// <summary>A folder that was given for a new search and is one already.</summary>
internal static class OccupiedFolder
{
    /// <summary>Refuses it with what it is; a damaged one is said to be damaged, as every other verb says it.</summary>
    /// <param name="path">The folder, or null when none was given.</param>
    /// <exception cref="CommandLineException">It is a search.</exception>
    /// <exception cref="Pipeline.Events.LogDamagedException">It is a search whose log is damaged.</exception>
    public static async Task RefuseSearchAsync(string? path)
    {
        if (path is not null && Surroundings.FullSearch(path) is var full && await SearchLocator.IsSearchAsync(full))
        {
            var search = await RecordedSearch.OpenAsync(full);
            throw new CommandLineException($"{path} is not empty: it is a search "
                + $"already ({search.Status}). Go on with: {CommandText.Of("resume", CommandText.PathFromHere(full))}");
        }
    }
}
