using Enas.Host.Verbs.Auto;

namespace Enas.Host.Tests.Verbs.Auto;

/// <summary>What is said of the time of enas auto counts all commands that worked on it.</summary>
public sealed class AutoTimeTests
{
    [Fact]
    public void One_command_says_what_its_pieces_took()
    {
        var time = new AutoTime(null, 90, [("planning", 6), ("search", 84)]);
        Assert.Equal(1.5, time.Minutes);
        Assert.Equal("1.5 of 2 minutes: planning 6 s, search 84 s", time.Words(2));
    }

    [Fact]
    public void A_second_one_adds_what_was_before_it_and_says_what_is_its_own()
    {
        var time = new AutoTime(540, 90, [("search", 80), ("training", 10)]);
        Assert.Equal(10.5, time.Minutes);
        Assert.Equal("10.5 of 15 minutes in all, as far as the logs of the commands before this one tell; this one took 1.5: "
            + "search 80 s, training 10 s", time.Words(15));
    }
}
