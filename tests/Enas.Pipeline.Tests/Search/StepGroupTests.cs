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
