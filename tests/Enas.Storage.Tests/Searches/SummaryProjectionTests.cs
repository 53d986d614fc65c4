using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Storage.Cache;
using Enas.Storage.Searches;

namespace Enas.Storage.Tests.Searches;

/// <summary>A summary is kept while it is shorter than the log, and said to be none afterwards.</summary>
public sealed class SummaryProjectionTests
{
    [Theory]
    [InlineData(3, false)]
    [InlineData(80, true)]
    public void Values_of_so_many_architectures_that_they_are_no_shorter_than_the_log_are_no_summary(int count, bool isNone)
    {
        var summary = new SummaryProjection();
        for (var step = 0; step < count; step++)
        {
            var row = new RewardEvaluated(new StepPosition(step, Phases.Policy, 0), 0, $"{step} {new string('1', 100_000)}", 0.5,
                new Evaluated(new Measurement(Measure.Accuracy, 0.5), [])).ToRow();
            summary.Apply(new RecordedEvent(new CommittedRow(step, step, DateTimeOffset.UnixEpoch, default, default, row)));
        }

        Assert.Equal(isNone, summary.ToText() == ICacheSummary.None);
    }
}
