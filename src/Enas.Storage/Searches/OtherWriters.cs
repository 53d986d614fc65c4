using Enas.Pipeline.Events;
using Enas.Storage.Folders;
using Enas.Storage.Log;

namespace Enas.Storage.Searches;

/// <summary>
/// Between reading a log and opening it for writing another process may have gone on with it. Whoever opened it knows: exactly one event,
/// its own opening, may stand behind what was read.
/// </summary>
internal static class OtherWriters
{
    /// <summary>Refuses to go on when the log holds more than was read.</summary>
    /// <exception cref="LogFencedException">It does.</exception>
    public static void Refuse(SearchFolder folder, ParquetEventLog log, long eventsRead)
    {
        if (log.NextSequence != eventsRead + 1)
        {
            throw new LogFencedException($"{folder.Root} was written by another process while this one prepared to; resume it again");
        }
    }
}
