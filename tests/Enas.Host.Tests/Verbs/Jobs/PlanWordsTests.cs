using Enas.Host.Cli;
using Enas.Host.Verbs.Jobs;

namespace Enas.Host.Tests.Verbs.Jobs;

public sealed class PlanWordsTests
{
    private static readonly PlannedSeconds s_planned = new([("13 architectures alone", 91)], 7, 32);

    [Theory]
    [InlineData(150, 2.5, "")]
    [InlineData(150, 4, "             that is less than was asked for: more passes over so few data would teach a network nothing new")]
    [InlineData(150, 0.5, "             that is more than the 0.5 minutes asked for, and the least in which there is something to see: "
        + "--minutes 3 is enough at the pace of these timed steps, or smaller networks")]
    public void A_plan_that_does_not_fit_the_minutes_says_so_before_it_begins(double all, double asked, string words) =>
        Assert.Equal(
        [
            "plan         13 architectures alone 91 s, a known network 7 s, training 32 s; 2.5 minutes with all that is around them",
            .. words.Length == 0 ? (string[])[] : [words],
        ], PlanWords.OfSeconds(s_planned, all, asked));

    [Fact]
    public void A_plan_of_more_than_twice_the_minutes_says_how_to_go_on()
    {
        var job = JobLoading.Read(Path.Combine(AppContext.BaseDirectory, "jobs", "tiny-finals.json"), []);
        var words = PlanWords.Refusal(job, 924, 1);
        Assert.StartsWith("the least plan in which there is something to see takes 15.4 minutes here, more than twice the 1 asked for: "
            + "nothing was begun. Give --minutes 16, fewer data, or smaller networks (--set ", words, StringComparison.Ordinal);
        var sets = words[(words.IndexOf('(', StringComparison.Ordinal) + 1)..^1];
        foreach (var set in sets.Split("--set ", StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Empty(JobLoading.ReadAny(job.Bytes, "a.json", [set.Trim()]).Errors);
        }
    }
}
