namespace Enas.Host.Tests.Cli;

/// <summary>How a host is told to keep searches, through the real executable.</summary>
public sealed class StorageSettingsTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_disk_below_its_low_water_mark_ends_the_run_in_words_and_a_later_resume_goes_on()
    {
        var mark = KeyValuePair.Create("ENAS__Storage__MinimumFreeMegabytes", "1000000000");
        using (var refused = EnasProcess.Start(_work.Root, [mark], ["run", "tiny.json", "--out", "never"]))
        {
            Assert.Equal(74, (await refused.EndAsync()).ExitCode);
            Assert.False(File.Exists(Path.Combine(_work.Root, "never", "job.json")));
        }

        var whole = Fingerprint(await _work.TinySearch("whole"));
        Assert.Equal(75, (await _work.TinySearch("part", "--stop-after-steps", "2")).ExitCode);
        var before = Directory.GetFiles(Path.Combine(_work.Root, "part"), "*", SearchOption.AllDirectories).Order().ToArray();
        using (var stopped = EnasProcess.Start(_work.Root, [mark], ["resume", "part"]))
        {
            var result = await stopped.EndAsync();
            Assert.Equal(74, result.ExitCode);
            Assert.Contains("the disk is full but for", result.Error, StringComparison.Ordinal);
            Assert.Contains("Storage:MinimumFreeMegabytes", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, Directory.GetFiles(Path.Combine(_work.Root, "part"), "*", SearchOption.AllDirectories).Order());
        Assert.Equal(whole, Fingerprint(await _work.Enas("resume", "part", "--json")));
    }

    [Fact]
    public async Task Settings_that_cannot_be_read_are_65()
    {
        using var enas = EnasProcess.Start(
            _work.Root, [KeyValuePair.Create("ENAS__Storage__MinimumFreeMegabytes", "much")], ["run", "tiny.json", "--out", "never"]);
        var result = await enas.EndAsync();
        Assert.Equal(65, result.ExitCode);
        Assert.Contains("MinimumFreeMegabytes", result.Error, StringComparison.Ordinal);
    }

    private static string Fingerprint(EnasResult result) => result.Json().GetProperty("fingerprint").GetString()!;
}
