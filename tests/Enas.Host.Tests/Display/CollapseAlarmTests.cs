using Enas.Host.Cli;
using Enas.Host.Display;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;

namespace Enas.Host.Tests.Display;

public sealed class CollapseAlarmTests
{
    private static readonly MacroCnnSpace s_macro = new(3, Enum.GetValues<MacroOperation>());
    private static readonly RunTitle s_title = Snapshots.Title with { Searched = s_macro };

    // 3 layers have 1 + 2 skip bits; the tokens are operation, then the bits of that layer.
    [Fact]
    public void Skips_are_the_share_of_the_possible_ones()
    {
        var samples = new RecentSamples(s_macro);
        samples.Add("0 1 0 2 0 0");
        Assert.Equal(0, samples.SkipShare);
        samples.Add("0 1 1 2 1 0");
        Assert.Equal(2.0 / 6, samples.SkipShare);
    }

    [Fact]
    public void The_oldest_of_more_than_a_thousand_is_forgotten()
    {
        var samples = new RecentSamples(s_macro);
        for (var i = 0; i < 1500; i++)
        {
            samples.Add(i < 1000 ? "0 1 1 2 1 1" : "0 1 0 2 0 0");
        }

        Assert.Equal((1000, 2, 0.5), (samples.Count, samples.UniqueCount, samples.SkipShare));
    }

    [Fact]
    public void Cells_skip_by_identities()
    {
        var samples = new RecentSamples(new MicroCnnSpace(1, Enum.GetValues<MicroOperation>()));
        samples.Add("0 4 1 4 / 0 0 1 4");
        Assert.Equal(0.75, samples.SkipShare);
    }

    [Theory]
    [InlineData(199, 1, 1.0, "")]
    [InlineData(200, 200, 0.61, "skips")]
    [InlineData(200, 200, 0.59, "")]
    [InlineData(1000, 99, 0.3, "unique")]
    [InlineData(1000, 100, 0.3, "")]
    [InlineData(1000, 1, 0.9, "skips+unique")]
    public void It_says_what_has_collapsed(int count, int unique, double skips, string expected)
    {
        var snapshot = Snapshots.Running with { RecentSampleCount = count, RecentUniqueCount = unique, RecentSkipShare = skips };
        Assert.Equal(expected, string.Join('+', CollapseAlarm.Of(s_title, snapshot)));
        var line = ProgressLine.Of(s_title, snapshot, DateTimeOffset.UnixEpoch);
        Assert.Equal(expected.Length > 0, line.Contains(" alarm=" + expected, StringComparison.Ordinal) && expected.Length > 0);
        Assert.Equal(CollapseAlarm.Of(s_title, snapshot).Count, CollapseAlarm.Sentences(s_title, snapshot).Count());
    }

    /// <summary>No job is told to change an option that it does not have.</summary>
    [Theory]
    [InlineData("tiny-macro.json", "; train the shared weights longer before architectures are chosen by them, or raise "
        + "policy.entropyWeight", ": raise policy.entropyWeight or policy.temperature")]
    [InlineData("nas-bench-201-evolution.json", "", ": raise strategy.population")]
    [InlineData("nas-bench-201-policy-table.json", "; raise policy.entropyWeight", ": raise policy.entropyWeight or policy.temperature")]
    [InlineData("nas-bench-201-random.json", "", "")]
    public void What_can_be_done_is_an_option_of_the_job(string job, string ofSkips, string ofSameness) =>
        Assert.Equal(new(ofSkips, ofSameness),
            CollapseRemedies.Of(JobLoading.Read(Path.Combine(AppContext.BaseDirectory, "jobs", job), []).Options!));

    [Fact]
    public void A_space_smaller_than_the_samples_is_not_asked_for_more_than_it_has()
    {
        var small = Snapshots.Title with { Searched = new MacroCnnSpace(1, Enum.GetValues<MacroOperation>()) };
        var snapshot = Snapshots.Running with { RecentSampleCount = 1000, RecentUniqueCount = (int)small.SpaceSize };
        Assert.Empty(CollapseAlarm.Of(small, snapshot));
    }
}
