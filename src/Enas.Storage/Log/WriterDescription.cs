using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

/// <summary>Who opens a log for writing; all of it becomes observations of the <c>writer-opened</c> event, none of it facts.</summary>
/// <param name="SearchId">Identity of the search, used when the log is empty; a log keeps the one it began with. At most 128
/// characters out of letters, digits, '-', '_' and '.'.</param>
/// <param name="ProductVersion">Version of this program.</param>
/// <param name="Backend">What computes, as name and value pairs: backend, device, instruction set, threads.</param>
internal sealed record WriterDescription(string SearchId, string ProductVersion, IReadOnlyList<KeyValuePair<string, string>> Backend)
{
    /// <summary>What the event of an opening says of its backend; nothing for any other event.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> BackendIn(LogRow row) => HostEvents.Backend(row);
}
