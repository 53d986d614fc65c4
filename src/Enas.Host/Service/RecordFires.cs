using Quartz;

namespace Enas.Host.Service;

/// <summary>What Quartz runs when a trigger fires.</summary>
internal sealed class RecordFires(FireRecorder recorder) : IJob
{
    /// <inheritdoc />
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            recorder.Record(context.JobDetail.Key.Name, context.ScheduledFireTimeUtc ?? context.FireTimeUtc);
        }
        catch (StoreException)
        {
            // The next look at the ledger says it, and once it can be used the sweep finds the fire.
        }
        catch (Exception fault)
        {
            recorder.Fail(fault); // Quartz would log it and go on without it.
        }

        return ValueTask.CompletedTask;
    }
}
