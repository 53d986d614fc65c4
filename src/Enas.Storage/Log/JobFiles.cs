using Enas.Pipeline.Events;
using Enas.Storage.Folders;

namespace Enas.Storage.Log;

/// <summary>Whether a search still has the job files that it was begun with: what is shown of a job, or begun from it, is then
/// what was run.</summary>
public static class JobFiles
{
    /// <summary>Whether an event is an opening of the log that recorded the digests of the job files. The first
    /// such event counts.</summary>
    public static bool AreRecordedIn(LogRow row) => JobDigests.AreIn(row);

    /// <summary>Refuses job files that are others. For verbs that have read the log's first opening themselves.</summary>
    /// <param name="folder">The search.</param>
    /// <param name="opening">The first opening that recorded them; null where none did.</param>
    /// <exception cref="LogDamagedException">One was edited or replaced.</exception>
    /// <exception cref="LogUnavailableException">One cannot be read.</exception>
    public static void Require(SearchFolder folder, LogRow? opening)
    {
        ArgumentNullException.ThrowIfNull(folder);
        JobDigests.Require(folder, opening);
    }
}
