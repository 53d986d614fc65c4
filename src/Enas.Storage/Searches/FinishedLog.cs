using Enas.Storage.Folders;
using Enas.Storage.Log;

namespace Enas.Storage.Searches;

/// <summary>The clean stop of a writer.</summary>
internal static class FinishedLog
{
    /// <summary>Closes the log, and leaves what makes later looks at a long one quick.</summary>
    public static async Task CloseAsync(SearchFolder folder, ParquetEventLog log, bool isComplete)
    {
        await log.CloseAsync(isComplete ? "completed" : "stopped", CancellationToken.None);
        await SummaryProjection.PublishAsync(folder);
    }
}
