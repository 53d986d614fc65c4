using Enas.Host.Verbs.Audit;
using Enas.Pipeline.Events;

namespace Enas.Host.Verbs.Prove;

/// <summary>The children of a search in the folder of a proof, where they may lie from another day.</summary>
internal static class StandingChildren
{
    /// <summary>Refuses a search of whose children one does not hold what the search recorded.</summary>
    /// <param name="search">The folder of the search.</param>
    /// <exception cref="LogDamagedException">One is damaged; it is named.</exception>
    public static async Task RequireIntactAsync(string search)
    {
        var children = await ChildrenAudit.OfAsync(await RecordedSearch.OpenAsync(search));
        if (children.Damaged is [var damaged, ..])
        {
            throw new LogDamagedException($"a child of {search} is damaged: {damaged.Message}").In(damaged.Folder);
        }
    }
}
