using Enas.Host.Workers.Slurm;
using Enas.Pipeline.Work;

namespace Enas.Host.Tests.Workers;

/// <summary>What <c>squeue</c> prints, read.</summary>
public sealed class SlurmJobTests
{
    private static readonly WorkKey s_key = WorkKey.Of("\"n0\""u8);

    private static readonly SlurmLabel s_label =
        SlurmLabel.Of(WorkItem.Of(WorkKind.Training, "\"n0\""u8.ToArray(), WorkNeeds.OfProcessor(1), "the owner"), "/shared");

    [Theory]
    [InlineData("COMPLETED", "0", 0)]
    [InlineData("FAILED", "19200", 75)]
    [InlineData("FAILED", "75:0", 75)]
    [InlineData("FAILED", "9", 137)]
    [InlineData("FAILED", "0:9", 137)]
    [InlineData("FAILED", "137", 137)]
    [InlineData("RUNNING", "", 0)]
    public void An_exit_code_is_read_as_every_version_prints_it(string state, string printed, int code) => Assert.Equal(
        new SlurmJob(7, state, code, 2, "n0", s_label), SlurmJob.TryRead($"7   |{state}  |{printed} |2 |n0  |{s_label}  |"));

    [Theory]
    [InlineData("COMPLETED", 0, true, false)]
    [InlineData("FAILED", 74, true, true)]
    [InlineData("FAILED", 75, true, false)]
    [InlineData("CANCELLED", 15, true, true)]
    [InlineData("TIMEOUT", 0, true, true)]
    [InlineData("OUT_OF_MEMORY", 0, true, true)]
    [InlineData("NODE_FAIL", 0, true, false)]
    [InlineData("PREEMPTED", 0, true, false)]
    [InlineData("COMPLETING", 0, false, false)]
    [InlineData("RUNNING", 0, false, false)]
    [InlineData("REQUEUE_HOLD", 0, false, false)]
    public void A_job_is_over_or_not_and_its_item_is_to_blame_or_not(string state, int code, bool isOver, bool isFault)
    {
        var job = new SlurmJob(7, state, code, 0, "n0", s_label);
        Assert.Equal((isOver, isFault), (job.IsOver, job.IsFault));
    }

    /// <summary>The words are Slurm's own, of 22.05, when a node refused a number that it still had.</summary>
    [Theory]
    [InlineData("PENDING", "launch failed requeued held", true)]
    [InlineData("PENDING", "JobHeldUser", false)]
    [InlineData("PENDING", "Dependency", false)]
    [InlineData("RUNNING", "None", false)]
    public void A_job_that_no_node_began_and_Slurm_holds_is_told_from_one_that_waits(string state, string reason, bool isHeld)
    {
        var job = SlurmJob.TryRead($"7|{state}|0|1||{s_label}|{reason}  |")!;
        Assert.Equal((reason, isHeld, false), (job.Reason, job.IsHeldForGood, job.IsOver));
    }

    [Fact]
    public void What_is_held_for_good_gets_another_job_and_is_no_failure_of_its_item()
    {
        var item = new SlurmItem(WorkItem.Of(WorkKind.Training, "\"n0\""u8.ToArray(), WorkNeeds.OfProcessor(1), "the owner"));
        item.Has(SlurmJob.Submitted(7, s_label));
        Assert.Equal(new SlurmStep(null, IsAgain: false), item.Follow(SlurmJob.Submitted(7, s_label), () => null));
        var held = SlurmJob.Submitted(7, s_label) with { Reason = "launch failed requeued held" };
        Assert.Equal(new SlurmStep(null, IsAgain: true), item.Follow(held, () => null));
    }

    [Theory]
    [InlineData("CLUSTER: other")]
    [InlineData("")]
    [InlineData("7|RUNNING|0|0|n0|somebody's own job|")]
    [InlineData("7|RUNNING|0|0|n0|(null)|")]
    [InlineData("x|RUNNING|0|0|n0|enas x y z cpu|")]
    public void Other_lines_are_no_jobs_of_ours(string line) => Assert.Null(SlurmJob.TryRead(line));

    [Fact]
    public void A_label_says_what_a_job_is_for() => Assert.Equal(
        (s_key, s_label, $"enas-{s_key.Short}"), (s_label.Key, SlurmLabel.TryRead(s_label.ToString()), s_label.JobName));
}
