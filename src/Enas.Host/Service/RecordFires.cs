using Quartz;

namespace Enas.Host.Service;

/// <summary>What Quartz runs when a trigger fires.</summary>
internal sealed class RecordFires(FireRecorder recorder) : IJob
{
    /// <inheritdoc />
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        recorder.Record(context.JobDetail.Key.Name, context.ScheduledFireTimeUtc ?? context.FireTimeUtc);
        return ValueTask.CompletedTask;
    }
}
