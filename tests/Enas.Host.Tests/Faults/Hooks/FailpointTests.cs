namespace Enas.Host.Tests.Faults.Hooks;

/// <summary>The hook by which the tests of real processes say where one is to end.</summary>
public sealed class FailpointTests
{
    [Theory]
    [InlineData("before-segment-link")]
    [InlineData("before-segment-link:0")]
    [InlineData("before-segment-link:x")]
    [InlineData("before-segment-link:1:kill")]
    [InlineData("before-segment-link:1:stop:1")]
    [InlineData("before-nothing:1")]
    public void What_is_no_failpoint_is_refused(string text) => Assert.Throws<ArgumentException>(() => Failpoint.Parse(text));

    [Fact]
    public void A_failpoint_is_due_once_at_its_number()
    {
        var failpoint = Failpoint.Parse("before-segment-link:3:stop")!;
        Assert.Equal([false, false, true, false], Enumerable.Range(0, 4).Select(_ => failpoint.IsDue(Failpoint.BeforeSegmentLink)));
        Assert.False(failpoint.IsDue(Failpoint.BeforeFileFlush));
        Assert.Null(Failpoint.Parse(null));
        Assert.Null(Failpoint.Parse(""));
    }

    [Fact]
    public void A_process_without_hooks_works_on_the_disk_itself() => Assert.Same(LocalFileSystem.Instance, LocalFileSystem.Default);
}
