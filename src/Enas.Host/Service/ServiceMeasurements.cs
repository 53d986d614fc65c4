using System.Diagnostics.Metrics;
using Enas.Host.Telemetry;

namespace Enas.Host.Service;

/// <summary>What the service itself measures, from its last look.</summary>
internal static class ServiceMeasurements
{
    /// <summary>Adds them to the meter.</summary>
    public static void Observe(SearchMeter meter, Func<ServiceStatus?> status)
    {
        meter.Observe("enas.queue.depth", "{fire}", "Fires that wait for a place.", () => status()?.Queued ?? 0);
        meter.Observe("enas.searches.running", "{search}", "Searches that run now.", () => status()?.Running ?? 0);
        meter.Observe("enas.job_files.broken", "{fault}", "Faults of files in the job folder.", () => status()?.Broken.Count ?? 0);
        meter.Observe("enas.log.unsealed_bytes", "By", "Bytes written by the searches that run and not yet sealed.", () =>
            StagedBytes.Of(status()?.Searches ?? []));
        meter.Observe("enas.fires", "{fire}", "Fires in the history by state.", () => (status()?.Fires ?? []).Select(
            fires => new Measurement<long>(fires.Count, new KeyValuePair<string, object?>("state", FireText.Of(fires.State)))));
    }
}
