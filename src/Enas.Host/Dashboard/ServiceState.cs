using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Dashboard.Views;
using Enas.Host.Service;

namespace Enas.Host.Dashboard;

/// <summary>The state of the service that a dashboard is a part of: what its page shows, and by what its revision is named.</summary>
/// <param name="service">The service.</param>
internal sealed class ServiceState(ServedService service, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly JobFolderReader _jobs = new(service.Jobs, time);

    public ServedService Service => service;

    /// <summary>The state by now.</summary>
    /// <param name="searches">The searches that are served.</param>
    /// <exception cref="StoreException">The ledger cannot be read.</exception>
    /// <exception cref="IOException">The folder of jobs cannot be read.</exception>
    public ServiceAnswer Of(IReadOnlyList<FoundSearch> searches) =>
        ServiceView.Of(new ServiceLook(service.Jobs, service.Root, Jobs(), service.Status(), time.GetUtcNow()),
            folder => IdOf(searches, folder));

    /// <summary>What was done, the newest first.</summary>
    /// <param name="job">The job that it was done for; null for all.</param>
    public ServiceHistoryAnswer History(IReadOnlyList<FoundSearch> searches, string? job, int offset, int limit) =>
        ServiceView.HistoryOf(service.Root, job, offset, limit, folder => IdOf(searches, folder));

    private string? IdOf(IReadOnlyList<FoundSearch> searches, string folder) =>
        searches.FirstOrDefault(found => found.Root == service.Root && found.Name == folder)?.Id;

    private JobFolder Jobs()
    {
        lock (_lock)
        {
            return _jobs.Read();
        }
    }
}
