using System.Globalization;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Stores;

namespace Enas.Host.Tests.Stores;

/// <summary>Searches in a bucket whose process dies, has company, or whose store fails: what counts is the fingerprint of the one in a
/// folder that nothing disturbed, or one error with the right exit code.</summary>
public sealed class BucketFaultTests : IDisposable
{
    private static readonly string s_search = BucketWork.At("team/tiny");

    private readonly BucketWork _bucket = new();

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task A_process_that_was_killed_in_a_commit_whose_answer_was_lost_loses_nothing()
    {
        using var killed = _bucket.Start("run", _bucket.Work.Tiny, "--out", s_search);
        _bucket.Objects.Fault = (_, verb, key) =>
        {
            if (verb != "PUT" || !key.EndsWith("segments/00000000000000000003.parquet", StringComparison.Ordinal))
            {
                return ObjectFault.None;
            }

            killed.Process.Kill();
            return ObjectFault.LostAnswer;
        };
        Assert.Equal(137, (await killed.EndAsync()).ExitCode);
        _bucket.Objects.Fault = (_, _, _) => ObjectFault.None;
        using var resumed = _bucket.Start("resume", s_search, "--json");
        var result = await resumed.EndAsync();
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(await WholeAsync(), Fingerprint(result));
        Assert.Equal(0, (await _bucket.Enas("audit", s_search)).ExitCode);
    }

    [Fact]
    public async Task A_second_writer_is_refused_while_the_first_lives_and_only_an_address_loads_what_speaks_to_buckets()
    {
        var parked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bucket.Server.Hold = (verb, key) =>
        {
            if (verb != "PUT" || !key.EndsWith("segments/00000000000000000003.parquet", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            parked.TrySetResult();
            return release.Task;
        };
        using var first = _bucket.Start("run", _bucket.Work.Tiny, "--out", s_search, "--json");
        await parked.Task.WaitAsync(EnasProcess.Longest);
        var second = await _bucket.Enas("resume", s_search);
        Assert.Equal(75, second.ExitCode);
        Assert.Contains("another process", second.Error, StringComparison.Ordinal);
        Assert.Equal(64, (await _bucket.Enas("run", _bucket.Work.Tiny, "--out", s_search)).ExitCode);
        Assert.Contains("AWSSDK.S3.dll", await MapsAsync(first), StringComparison.Ordinal);
        Assert.NotEmpty(SocketsOf(first));
        release.SetResult();
        var result = await first.EndAsync();
        Assert.Equal((0, await WholeAsync()), (result.ExitCode, Fingerprint(result)));

        using var local = _bucket.Start("run", _bucket.Work.Quickstart, "--out", "local");
        await _bucket.Work.HasSegments("local", 2);
        var maps = await MapsAsync(local);
        Assert.DoesNotContain("AWSSDK", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("NATS.", maps, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(SocketsOf(local));
    }

    [Fact]
    public async Task Answers_that_are_lost_late_or_errors_change_nothing_of_a_search()
    {
        // Each PUT and each listing fails once before it is answered, in one of the ways that pass; each costs the wait of a repetition.
        ObjectFault[] ways = [ObjectFault.ServerError, ObjectFault.LostAnswer, ObjectFault.Conflict];
        var seen = new HashSet<string>();
        _bucket.Objects.Fault = (number, verb, key) => verb is "PUT" or "LIST" && seen.Add($"{verb} {key}")
            ? ways[number % ways.Length] : ObjectFault.None;
        var result = await _bucket.Enas("run", _bucket.Work.Tiny, "--out", s_search, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(await WholeAsync(), Fingerprint(result));
        Assert.Equal(0, (await _bucket.Enas("audit", s_search)).ExitCode);
    }

    [Fact]
    public async Task A_store_that_fails_for_good_is_one_error_with_its_exit_code()
    {
        KeyValuePair<string, string>[] once = [new("AWS_MAX_ATTEMPTS", "1")];
        Assert.Equal(66, await CodeAsync(once, "there is no bucket nobody", "run", _bucket.Work.Tiny, "--out", "s3://nobody/x"));
        Assert.Equal(66, await CodeAsync(once, "no search at s3://searches/none", "show", BucketWork.At("none")));
        _bucket.Objects.Fault = (_, _, _) => ObjectFault.Forbidden;
        Assert.Equal(74, await CodeAsync(once, "permission denied", "show", s_search));
        Assert.Equal(74, await CodeAsync(once, "permission denied", "run", _bucket.Work.Tiny, "--out", s_search));
        _bucket.Objects.Fault = (_, _, _) => ObjectFault.ServerError;
        Assert.Equal(69, await CodeAsync(once, "cannot open the search s3://searches/team/tiny", "show", s_search));
        Assert.Equal(69, await CodeAsync(once, "cannot", "ls", BucketWork.At("team")));
        KeyValuePair<string, string>[] gone = [.. once, new("AWS_ENDPOINT_URL", "http://127.0.0.1:1/")];
        Assert.Equal(69, await CodeAsync(gone, "Connection refused", "run", _bucket.Work.Tiny, "--out", s_search));
        Assert.Equal(65, await CodeAsync([new("AWS_ENDPOINT_URL", "nowhere")], "AWS_ENDPOINT_URL", "show", s_search));
        Assert.Empty(_bucket.Objects.Keys);
    }

    [Fact]
    public async Task A_store_that_fails_in_the_middle_ends_the_run_and_resume_goes_on()
    {
        KeyValuePair<string, string>[] once = [new("AWS_MAX_ATTEMPTS", "2")];
        _bucket.Objects.Fault = (_, _, key) => key.EndsWith("segments/00000000000000000004.parquet", StringComparison.Ordinal)
            ? ObjectFault.ServerError : ObjectFault.None;
        var stopped = await _bucket.EnasWith(once, "run", _bucket.Work.Tiny, "--out", s_search);
        Assert.True(stopped.ExitCode == 74, stopped.Error);
        Assert.Contains("What the log acknowledged is intact", stopped.Error, StringComparison.Ordinal);
        _bucket.Objects.Fault = (_, _, _) => ObjectFault.None;
        Assert.Equal(await WholeAsync(), Fingerprint(await _bucket.Enas("resume", s_search, "--json")));
    }

    private async Task<int> CodeAsync(KeyValuePair<string, string>[] variables, string words, params string[] arguments)
    {
        var result = await _bucket.EnasWith(variables, arguments);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        return result.ExitCode;
    }

    private async Task<string> WholeAsync() => Fingerprint(await _bucket.Work.TinySearch("whole"));

    private static Task<string> MapsAsync(EnasProcess enas) =>
        File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{enas.Process.Id}/maps"));

    // Of the network: the runtime listens on a socket of the file system, for debuggers.
    private static string[] SocketsOf(EnasProcess enas)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{enas.Process.Id}");
        var open = Directory.GetFileSystemEntries($"{folder}/fd").Select(link => new FileInfo(link).LinkTarget ?? string.Empty)
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target[8..^1]).ToHashSet();
        return [.. new[] { "tcp", "tcp6", "udp", "udp6" }.SelectMany(kind => File.ReadLines($"{folder}/net/{kind}"))
            .Where(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 9 } fields && open.Contains(fields[9]))];
    }

    private static string Fingerprint(EnasResult result) => result.Json().GetProperty("fingerprint").GetString()!;
}
