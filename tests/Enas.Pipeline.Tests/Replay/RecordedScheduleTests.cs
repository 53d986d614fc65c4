using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Mixtures;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Replay;

/// <summary>The schedule of a log whose job measures rounds in passes over data that are not there: it says of every step what the
/// schedule says that knew them, wherever the log ends.</summary>
public sealed class RecordedScheduleTests
{
    private const int StepsPerEpoch = 5;
    private const int Rounds = 3;

    public static TheoryData<bool, int, int> Cases => new(
        from isMixture in new[] { false, true }
        from warmUp in new[] { 0, 2 }
        from policy in new[] { 1, 3, 7 }
        select (isMixture, warmUp, policy));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_log_says_of_every_step_what_its_data_said(bool isMixture, int warmUp, int policy)
    {
        var options = TestJobs.Tiny().Strategy with { WarmUpSteps = warmUp, WeightStepsPerRound = 0, PolicyStepsPerRound = policy };
        ISchedule known = isMixture
            ? new MixtureSchedule(options, Rounds, StepsPerEpoch) : new Schedule(options, Rounds, StepsPerEpoch);
        for (var total = 1L; total <= known.TotalSteps; total++)
        {
            var recorded = new RecordedSchedule(ChangesOf(known, total), total, Rounds, policy);
            for (var step = 0L; step < total; step++)
            {
                Assert.Equal(known.At(step), recorded.At(step));
                Assert.Equal(known.EndsRound(step), recorded.EndsRound(step));
            }
        }
    }

    // As a reading of the log finds them.
    private static List<StepPosition> ChangesOf(ISchedule schedule, long total)
    {
        var changes = new List<StepPosition>();
        for (var step = 0L; step < total; step++)
        {
            var at = schedule.At(step);
            if (changes.Count == 0 || changes[^1].Phase != at.Phase || changes[^1].Round != at.Round)
            {
                changes.Add(at);
            }
        }

        return changes;
    }
}
