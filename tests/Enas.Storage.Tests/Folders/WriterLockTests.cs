namespace Enas.Storage.Tests.Folders;

public sealed class WriterLockTests : IDisposable
{
    private readonly TestSearch _search = new();

    public void Dispose() => _search.Dispose();

    [Fact]
    public void A_lock_is_told_from_others_and_from_who_waits_for_it()
    {
        Assert.True(
            WriterLock.IsHeld(1234, ["1: POSIX  ADVISORY  READ  77 08:01:99 0 EOF", "2: FLOCK  ADVISORY  WRITE 4711 00:2f:1234 0 EOF"]));
        Assert.False(WriterLock.IsHeld(1234, ["1: FLOCK  ADVISORY  READ  4711 08:01:1234 0 EOF",
            "2: FLOCK  ADVISORY  WRITE 4711 08:01:91234 0 EOF", "2: -> FLOCK  ADVISORY  WRITE 4712 08:01:1234 0 EOF", "", "?"]));
    }

    [Fact]
    public async Task A_search_is_written_as_long_as_its_writer_lives()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Assert.NotEqual(true, WriterLock.IsHeld(_search.Folder));
        await using (await _search.WriteAsync())
        {
            Assert.Equal(true, WriterLock.IsHeld(_search.Folder));
        }

        Assert.Equal(false, WriterLock.IsHeld(_search.Folder));
    }
}
