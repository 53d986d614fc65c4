using Enas.Pipeline.Events;
using Enas.Pipeline.Work;
using Enas.Storage.Work;

namespace Enas.Storage.Tests.Work;

/// <summary>A result is put once; who puts the same is told so, and who puts another has found damage.</summary>
public sealed class StoredResultsTests : IDisposable
{
    private static readonly WorkKey s_key = WorkKey.Of("abc"u8);

    private readonly string _root = Directory.CreateTempSubdirectory("enas-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_result_is_put_once_and_found_by_everybody()
    {
        var (mine, others) = (await StoredResults.AtAsync(_root, default), await StoredResults.AtAsync(_root, default));
        var result = WorkResult.Done(s_key, 0, "f00d");
        Assert.Null(await mine.FindAsync(s_key, default));
        Assert.True(await mine.PutAsync(result, default));
        Assert.False(await others.PutAsync(result, default));
        Assert.True((await others.FindAsync(s_key, default))!.SaysTheSameAs(result));
        Assert.Equal([$"{s_key.Hex}.json"], Directory.GetFiles(Path.Combine(_root, "results")).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFiles(Path.Combine(_root, "_tmp")));
    }

    [Fact]
    public async Task Of_many_at_once_one_puts_it()
    {
        var results = await StoredResults.AtAsync(_root, default);
        var puts = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => Task.Run(() => results.PutAsync(WorkResult.Done(s_key, 0, "f00d"), default).AsTask())));
        Assert.Single(puts, put => put);
    }

    [Fact]
    public async Task Another_result_of_a_key_is_damage_and_changes_nothing()
    {
        var results = await StoredResults.AtAsync(_root, default);
        await results.PutAsync(WorkResult.Done(s_key, 0, "f00d"), default);
        var damage = await Assert.ThrowsAsync<LogDamagedException>(
            () => results.PutAsync(WorkResult.Done(s_key, 0, "beef"), default).AsTask());
        Assert.Contains("exit code 0, fingerprint f00d, now exit code 0, fingerprint beef", damage.Message, StringComparison.Ordinal);
        Assert.Equal("f00d", (await results.FindAsync(s_key, default))!.Fingerprint);
        await results.PutAsync(WorkResult.Done(s_key, 0, "f00d"), default);
    }

    [Fact]
    public async Task Words_of_a_failure_may_differ_between_machines()
    {
        var results = await StoredResults.AtAsync(_root, default);
        await results.PutAsync(WorkResult.Without(s_key, WorkEnd.Impossible, 65, "no /here/a.png"), default);
        Assert.False(await results.PutAsync(WorkResult.Without(s_key, WorkEnd.Impossible, 65, "no /there/a.png"), default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\":1}")]
    [InlineData("{\"format\":1,\"key\":\"00\",\"end\":\"done\",\"exitCode\":0}\n")]
    public async Task A_file_that_somebody_changed_is_damage(string text)
    {
        var results = await StoredResults.AtAsync(_root, default);
        await File.WriteAllTextAsync(Path.Combine(_root, "results", $"{s_key.Hex}.json"), text);
        var damage = await Assert.ThrowsAsync<LogDamagedException>(() => results.FindAsync(s_key, default).AsTask());
        Assert.Contains("Move it away", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_refuses_is_said_to()
    {
        var file = Path.Combine(_root, "file");
        await File.WriteAllTextAsync(file, "");
        var fault = await Assert.ThrowsAsync<LogUnavailableException>(() => StoredResults.AtAsync(file, default));
        Assert.Contains($"cannot keep results in {file}", fault.Message, StringComparison.Ordinal);
    }
}
