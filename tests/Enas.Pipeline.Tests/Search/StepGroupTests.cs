using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Search;

public sealed class StepGroupTests
{
    private static readonly LogOptions s_unlimited = new() { GroupEvents = 1_000_000, GroupSeconds = 1e9 };

    [Theory]
    [InlineData(StepGroup.MostEvents - 1, 0, false)]
    [InlineData(StepGroup.MostEvents, 0, true)]
    [InlineData(1, StepGroup.MostCharacters - 1, false)]
    [InlineData(1, StepGroup.MostCharacters, true)]
    public async Task A_group_is_committed_before_it_is_larger_than_a_reader_takes(int events, long characters, bool isDue)
    {
        var group = new StepGroup(new InMemoryEventLog(), s_unlimited, TimeProvider.System);
        group.Add([.. Enumerable.Repeat(Row(new string('x', (int)characters)), events)]);
        Assert.Equal(isDue, group.IsDue);
        await group.CommitAsync(CancellationToken.None);
        Assert.False(group.IsDue);
    }

    [Fact]
    public async Task A_group_is_due_by_its_age_which_counts_from_its_first_step()
    {
        var clock = new SetClock();
        var group = new StepGroup(new InMemoryEventLog(), s_unlimited with { GroupSeconds = 5 }, clock);
        clock.Seconds = 100;
        Assert.False(group.IsDue);
        group.Add([Row("{}")]);
        clock.Seconds = 104;
        group.Add([Row("{}")]);
        Assert.False(group.IsDue);
        clock.Seconds = 105;
        Assert.True(group.IsDue);
        await group.CommitAsync(CancellationToken.None);
        Assert.False(group.IsDue);
        group.Add([Row("{}")]);
        Assert.False(group.IsDue);
    }

    private sealed class SetClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private static LogRow Row(string facts) => new()
    {
        Step = 0,
        Phase = Phases.Weights,
        Epoch = 0,
        EventType = "shared-weights-trained",
        SchemaVersion = 1,
        IsFact = true,
        Facts = facts,
        Observations = string.Empty,
    };
}
