using Enas.Host.Dashboard.Following;
using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Host.Tests.Dashboard;

/// <summary>What happened to a search is kept as the log has it.</summary>
public sealed class SearchHappeningsTests
{
    [Fact]
    public void Values_of_a_changed_job_may_contain_spaces()
    {
        string[] sets = ["data.path=my texts/a b.txt", "tags=two words"];
        var happenings = new SearchHappenings();
        happenings.Apply(new RecordedEvent(new CommittedRow(
            3, null, DateTimeOffset.UnixEpoch, default, default, new JobChanged(new StepPosition(7, "host", 0), sets).ToRow())));
        var change = Assert.Single(happenings.All);
        Assert.Equal(sets, change.Sets);
        Assert.Equal((JobChanged.Name, 7L, 3L), (change.Type, change.Step, change.Sequence));
    }
}
