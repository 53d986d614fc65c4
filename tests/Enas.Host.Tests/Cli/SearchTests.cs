using System.Runtime.InteropServices;

namespace Enas.Host.Tests.Cli;

public sealed class SearchTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task The_fingerprint_depends_on_the_job_alone()
    {
        var one = (await _work.Enas("run", "tiny.json", "--json", "--threads", "1")).Json();
        var two = (await _work.Enas("run", "tiny.json", "--json", "--threads", "2", "--out", "elsewhere")).Json();
        var other = (await _work.Enas("run", "tiny.json", "--json", "--set", "seed=2")).Json();
        Assert.Equal(one.GetProperty("fingerprint").GetString(), two.GetProperty("fingerprint").GetString());
        Assert.NotEqual(one.GetProperty("fingerprint").GetString(), other.GetProperty("fingerprint").GetString());
        Assert.Equal(Path.Combine(_work.Root, "elsewhere"), two.GetProperty("search").GetString());
        Assert.Equal(6, one.GetProperty("steps").GetInt64());
        Assert.Equal("validation-perplexity", one.GetProperty("best").GetProperty("metric").GetString());
        Assert.True(one.GetProperty("random").GetProperty("mean").GetDouble() >= one.GetProperty("random").GetProperty("best").GetDouble());
    }

    [Fact]
    public async Task A_run_ends_with_words_and_without_control_codes()
    {
        var result = await _work.Enas("run", "tiny.json");
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
        Assert.Contains("fingerprint  ", result.Output, StringComparison.Ordinal);
        Assert.Contains("run=tiny-", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("run=tiny-", result.Output, StringComparison.Ordinal);
        Assert.Contains("h[t-1]", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_after_steps_is_75_and_says_where()
    {
        var result = await _work.Enas("run", "tiny.json", "--stop-after-steps", "3", "--json");
        Assert.Equal(75, result.ExitCode);
        Assert.Equal(3, result.Json().GetProperty("steps").GetInt64());
        Assert.False(result.Json().GetProperty("complete").GetBoolean());
        Assert.Equal("reward", result.Json().GetProperty("best").GetProperty("metric").GetString());
        Assert.Contains("stopped cleanly after step 3 of 6", result.Error, StringComparison.Ordinal);
        Assert.Equal("stopped", (await _work.Enas("show", "@last", "--json")).Json().GetProperty("status").GetString());
        var none = await _work.Enas("run", "tiny.json", "--stop-after-steps", "0", "--json");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, none.Json().GetProperty("best").ValueKind);
    }

    [Fact]
    public async Task The_looking_verbs_agree_and_write_nothing()
    {
        var run = (await _work.Enas("run", "tiny.json", "--json")).Json();
        var before = Listing();
        var fingerprint = run.GetProperty("fingerprint").GetString();
        Assert.Equal(fingerprint, (await _work.Enas("show", "@last", "--json")).Json().GetProperty("fingerprint").GetString());
        var replay = (await _work.Enas("replay", "tiny", "--json")).Json();
        Assert.Equal(fingerprint, replay.GetProperty("fingerprint").GetString());
        Assert.Equal(run.GetProperty("events").GetInt64(),
            replay.GetProperty("counts").EnumerateObject().Sum(count => count.Value.GetInt64()));
        var searches = (await _work.Enas("ls", "--json")).Json().GetProperty("searches");
        Assert.Equal("complete", searches[0].GetProperty("status").GetString());
        var top = (await _work.Enas("top", "@last", "-k", "2", "--json")).Json().GetProperty("architectures");
        Assert.Equal(2, top.GetArrayLength());
        Assert.True(top[0].GetProperty("reward").GetDouble() >= top[1].GetProperty("reward").GetDouble());
        var derive = (await _work.Enas("derive", "@last", "--json")).Json();
        Assert.Equal(4, derive.GetProperty("candidates").GetArrayLength());
        Assert.Equal(run.GetProperty("chosen").GetProperty("architecture").GetString(), derive.GetProperty("chosen").GetString());
        Assert.StartsWith("<svg", (await _work.Enas("draw", "@last", "--format", "svg")).Output, StringComparison.Ordinal);
        Assert.Equal(before, Listing());
        Assert.Equal(0, (await _work.Enas("doctor", "@last")).ExitCode); // It does write: its write test is what it is for.
    }

    [Fact]
    public async Task A_damaged_log_is_10()
    {
        var folder = (await _work.Enas("run", "tiny.json", "--json")).Json().GetProperty("search").GetString()!;
        var segment = Directory.EnumerateFiles(Path.Combine(folder, "segments")).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);
        Assert.Equal(10, (await _work.Enas("show", folder)).ExitCode);
        Assert.Equal(10, (await _work.Enas("replay", folder)).ExitCode);
        Assert.Equal("unreadable", (await _work.Enas("ls", "--json")).Json().GetProperty("searches")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task SIGTERM_stops_at_a_step_with_75()
    {
        using var enas = EnasProcess.Start(
            _work.Root, "run", "quickstart.json", "--out", "stopped", "--json", "--set", "log.groupSeconds=0");
        await _work.HasSegments("stopped", 5);

        Assert.Equal(0, Kill(enas.Process.Id, 15));
        var result = await enas.EndAsync();
        Assert.Equal(75, result.ExitCode);
        Assert.InRange(result.Json().GetProperty("steps").GetInt64(), 1, 479);
        Assert.Equal("stopped", (await _work.Enas("show", "stopped", "--json")).Json().GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_final_training_is_a_child_beside_its_search()
    {
        var search = (await _work.Enas("run", "tiny.json", "--json")).Json();
        var train = (await _work.Enas("train", "@last", "--json")).Json();
        Assert.Equal(search.GetProperty("fingerprint").GetString(), train.GetProperty("parent").GetString());
        Assert.StartsWith(search.GetProperty("search").GetString() + "-train-",
            train.GetProperty("search").GetString(), StringComparison.Ordinal);
        Assert.True(train.GetProperty("testPerplexity").GetDouble() > 1);
    }

    private string[] Listing() => [.. Directory.EnumerateFileSystemEntries(_work.Root, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}")];

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
