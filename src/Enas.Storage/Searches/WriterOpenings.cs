using Enas.Pipeline.Projections;
using Enas.Storage.Log;

namespace Enas.Storage.Searches;

/// <summary>The processes that opened a log for writing.</summary>
internal sealed class WriterOpenings : IProjection
{
    /// <summary>Steps at which the log was opened again after its first step: crashes, stops and take-overs.</summary>
    public List<long> Reopenings { get; } = [];

    /// <summary>Device of the last writer's backend; null where none is recorded.</summary>
    public string? Device { get; private set; }

    public void Apply(RecordedEvent recorded)
    {
        if (recorded.Row.EventType == HostEvents.WriterOpened)
        {
            Device = WriterDescription.BackendIn(recorded.Row).FirstOrDefault(pair => pair.Key == "device").Value ?? Device;
            if (recorded.Row.Step > 0)
            {
                Reopenings.Add(recorded.Row.Step);
            }
        }
    }
}
