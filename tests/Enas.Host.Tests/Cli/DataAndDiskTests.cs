using System.Diagnostics;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Cli;

/// <summary>What cannot be started: one clear message, its exit code, and nothing created.</summary>
public sealed class DataAndDiskTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    public async Task An_empty_file_is_65(string verb)
    {
        WriteData(valid: string.Empty);
        await Refused(65, "valid.txt", verb, "tiny.json", [.. OnData]);
    }

    [Fact]
    public async Task Missing_data_is_66() => await Refused(66, "data.path", "run", "tiny.json", [.. OnData]);

    [Fact]
    public async Task A_missing_file_is_66()
    {
        WriteData(valid: "a b\n");
        File.Delete(Path.Combine(_work.Root, "data", "test.txt"));
        await Refused(66, "test.txt", "run", "tiny.json", [.. OnData]);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    public async Task A_word_outside_the_vocabulary_is_65(string verb)
    {
        WriteData(valid: "a b c zebra\n");
        await Refused(65, "zebra", verb, "tiny.json", [.. OnData]);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    public async Task Data_that_is_not_UTF8_is_65(string verb)
    {
        WriteData(valid: "a b\n");
        await File.WriteAllBytesAsync(Path.Combine(_work.Root, "data", "valid.txt"), [0x61, 0x20, 0xff, 0xfe, 0x0a]);
        await Refused(65, "valid.txt", verb, "tiny.json", [.. OnData]);
    }

    [Theory]
    [InlineData("\"polcy\": {}", "did you mean \"policy\"")]
    [InlineData("\"space\": { \"nodes\": \"many\" }", "expected an integer, 1 to 64")]
    [InlineData("\"space\": { \"nodes\": 0 }", "allowed: 1 to 64")]
    public async Task A_bad_job_file_is_65(string entry, string words)
    {
        _work.Write("bad.json", $$"""{ "schemaVersion": 1, "name": "x", "preset": "small", "data": { "kind": "generated" }, {{entry}} }""");
        await Refused(65, words, "run", "bad.json");
        await Refused(65, words, "validate", "bad.json");
    }

    /// <summary>Of 200 tokens a column needs 6: one window of 5 and the token after it.</summary>
    [Theory]
    [InlineData("sharedWeights")]
    [InlineData("train.network")]
    public async Task A_batch_longer_than_the_generated_data_is_65_and_says_what_is_allowed(string section)
    {
        foreach (var verb in (string[])["run", "validate"])
        {
            var words = await Refused(65, $"{section}.batchSize", verb, "tiny.json", "--set", $"{section}.batchSize=34");
            Assert.Contains("data.trainTokens", words, StringComparison.Ordinal);
            Assert.Contains("allowed: 1 to 33", words, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await _work.Enas("validate", "tiny.json", "--set", $"{section}.batchSize=33")).ExitCode);
    }

    [Theory]
    [InlineData("sharedWeights.batchSize", "train.txt", "allowed: 1 to 20")]
    [InlineData("train.network.batchSize", "train.txt", "allowed: 1 to 20")]
    [InlineData("reward.sequenceLength", "valid.txt", "reward.sequenceLength = 500")]
    public async Task A_batch_longer_than_a_file_is_65_and_names_it(string key, string file, string allowed)
    {
        WriteData(valid: Repeated(10));
        foreach (var verb in (string[])["run", "validate"])
        {
            var words = await Refused(65, file, verb, "tiny.json", [.. OnData, "--set", $"{key}=500"]);
            Assert.Contains(key[..key.LastIndexOf('.')], words, StringComparison.Ordinal);
            Assert.Contains(allowed, words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_final_training_whose_batch_is_longer_than_the_data_leaves_no_folder()
    {
        WriteData(valid: Repeated(10));
        var tokens = "0 0 1 1 2";
        await Refused(
            65, "train.network.batchSize", "train", "--arch", tokens, "--job", "tiny.json",
                "--set", "train.network.batchSize=21", "--out", "child", "--set", "data.kind=tokens", "--set", "data.path=data");
    }

    /// <summary>60 validation tokens make 10 columns of 6.</summary>
    [Fact]
    public async Task A_reward_batch_larger_than_the_data_is_clipped_with_a_word()
    {
        string[] sets = ["--set", "reward.batchSize=50", "--json"];
        var clipped = await _work.Enas(["run", "tiny.json", "--out", "clipped", .. sets]);
        Assert.Equal(0, clipped.ExitCode);
        Assert.Contains("reward.batchSize = 50 is clipped to 10: data.validTokens has no more columns",
            clipped.Error, StringComparison.Ordinal);
        var again = await _work.Enas(["run", "tiny.json", "--out", "again", "--threads", "2", .. sets]);
        Assert.Equal(clipped.Json().GetProperty("fingerprint").GetString(), again.Json().GetProperty("fingerprint").GetString());
        Assert.Contains("clipped to 10", (await _work.Enas(["validate", "tiny.json", .. sets])).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("clipped",
            (await _work.Enas("run", "tiny.json", "--set", "reward.batchSize=10")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_candidates_than_architectures_are_clipped_with_a_word()
    {
        var result = await _work.Enas("run", "tiny.json", "--set", "space.nodes=1", "--set", "derive.candidates=9", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("derive.candidates = 9 is clipped to 4: the space has no more architectures",
            result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_at_the_start_is_74_and_starts_nothing()
    {
        var result = await OnSmallDisk("\"$enas\" run tiny.json --out disk/deep/search; code=$?; ls -A disk; exit $code");
        Assert.Equal(74, result.ExitCode);
        Assert.Equal(string.Empty, result.Output);
        Assert.StartsWith("enas: cannot create the search folder", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was started.\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("acknowledged", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> OnData => ["--set", "data.kind=tokens", "--set", "data.path=data"];

    /// <summary>Runs a command that must be refused and returns its one message.</summary>
    private async Task<string> Refused(int exitCode, string words, params string[] arguments)
    {
        var before = Listing();
        var result = await _work.Enas(arguments);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(before, Listing());
        Assert.Equal(string.Empty, result.Output);
        var message = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line =>
            line != "1 error. Nothing was started.");
        Assert.Contains(words, message, StringComparison.Ordinal);
        return message;
    }

    private Task<string> Refused(int exitCode, string words, string verb, string job, string[] more) =>
        Refused(exitCode, words, [verb, job, .. more]);

    private string[] Listing() =>
        [.. Directory.EnumerateFileSystemEntries(_work.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Runs a shell script with a disk of 256 KiB mounted on the folder <c>disk</c>. Only root may mount; others do it in a user namespace
    /// of their own, where the system lets them.
    /// </summary>
    private async Task<EnasResult> OnSmallDisk(string script)
    {
        const int NoMount = 199;
        Directory.CreateDirectory(Path.Combine(_work.Root, "disk"));
        var whole = $"mount -t tmpfs -o size=256k tmpfs disk || exit {NoMount}; trap 'cd /; umount \"$OLDPWD/disk\"' EXIT; {script}";
        string[] command = Environment.IsPrivilegedProcess
            ? ["sh", "-c", whole] : ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", whole];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = _work.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["enas"] = EnasProcess.Program;
        using var process = ProcessStarts.Start(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var result = new EnasResult(process.ExitCode, await output, await error);
        var isMounted = result.ExitCode != NoMount && !result.Error.StartsWith("unshare:", StringComparison.Ordinal);
        Assert.True(isMounted, $"this test mounts a small disk: run it as root, "
            + $"or where user namespaces are allowed (unshare --user --mount). {result.Error}");
        return result;
    }

    private void WriteData(string valid)
    {
        _work.Write("data/train.txt", Repeated(20));
        _work.Write("data/valid.txt", valid);
        _work.Write("data/test.txt", "a b\n");
    }

    /// <summary>Six tokens a line, its end included.</summary>
    private static string Repeated(int lines) => string.Concat(Enumerable.Repeat("a b c b a\n", lines));
}
