using System.Diagnostics;
using System.Text.Json;
using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Provenance;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Verbs.Provenance;

/// <summary>A network is followed back to its data; whatever is changed on the way breaks a link, which is named.</summary>
public sealed class VerifyTests : IDisposable
{
    private const string Network = "network.onnx";
    private const string Attestation = "network.intoto.json";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_chain_holds_and_each_change_breaks_the_link_that_it_is_in()
    {
        await MakeAsync();
        var whole = await VerifyAsync(0, "--search", "trained", "--search", "search");
        Assert.Equal(
            ["signature", "statement", "network", "log of trained", "log of search", "training", "job", "origin", "measure",
                "weights", "search", "choice", "data"],
            Links(whole, "proven"));
        Assert.Equal(["program"], Links(whole, "stated"));
        var alone = await VerifyAsync(0);
        Assert.Equal(["signature", "statement", "network"], Links(alone, "proven"));
        Assert.Equal(["training", "search", "data", "program"], Links(alone, "stated"));

        await BreaksAsync("network", Network, bytes => bytes[bytes.Length / 2] ^= 1);
        await BreaksAsync("envelope", Attestation, bytes => bytes[0] ^= 1);
        // Bits of base64 that no byte has: the same bytes, another text.
        await SignAsync(Statement.TryRead(Envelope.TryRead(await BytesAsync(Attestation))!.Payload)! with { File = "" });
        for (var name = "a"; !(await BytesAsync(Attestation)).AsSpan().Contains((byte)'='); name += "a")
        {
            await SignAsync(Statement.TryRead(Envelope.TryRead(await BytesAsync(Attestation))!.Payload)! with { File = name });
        }

        await BreaksAsync("envelope", Attestation, bytes => bytes[bytes.AsSpan().IndexOf((byte)'=') - 1]++);
        await BreaksAsync("signature", Attestation, bytes => Turn(bytes, "\"payload\":\"", 40));
        await BreaksAsync("signature", Attestation, bytes => Turn(bytes, "\"sig\":\"", 30));
        await BreaksAsync("signature", Attestation, bytes => Turn(bytes, "\"sig\":\"", 0));
        await BreaksAsync("log of trained", Path.Combine("trained", "segments", "00000000000000000001.parquet"),
            bytes => bytes[bytes.Length / 2] ^= 1);
        await BreaksAsync("log of search", Path.Combine("search", "segments", "00000000000000000000.parquet"),
            bytes => bytes[bytes.Length / 2] ^= 1);
        await BreaksAsync("log of trained", Directory.GetFiles(Path.Combine(_work.Root, "trained", "checkpoints"))[0],
            bytes => bytes[^5] ^= 1);
    }

    [Fact]
    public async Task Whoever_signs_what_is_not_so_is_found_out_by_the_folders()
    {
        await MakeAsync();
        var statement = Statement.TryRead(Envelope.TryRead(await BytesAsync(Attestation))!.Payload)!;
        Assert.Equal(statement, Statement.TryRead(statement.ToBytes()));
        var zeros = new string('0', 64);
        foreach (var (broken, told) in new (string, Statement)[]
        {
            ("training", statement with { Training = zeros }),
            ("job", statement with { Architecture = "0 0 1 1 2 1 3" }),
            ("job", statement with { Job = "{}" }),
            ("origin", statement with { Data = zeros }),
            ("origin", statement with { Search = zeros }),
            ("measure", statement with { Test = 1.5 }),
            ("measure", statement with { Test = null }),
            ("weights", statement with { Input = "standardised", Name = "another" }),
        })
        {
            await SignAsync(told);
            Assert.Equal(broken, (await VerifyAsync(10, "--search", "search", "--search", "trained")).GetProperty("broken").GetString());
            Assert.Equal(JsonValueKind.Null, (await VerifyAsync(0)).GetProperty("broken").ValueKind);
        }

        // The same message at verify without a crash, whatever stands in the envelope and the statement.
        Assert.Null(Envelope.TryRead("{\"payloadType\":null,\"payload\":\"\",\"signatures\":[]}"u8.ToArray()));
        Assert.Null(Envelope.TryRead("{\"payloadType\":\"a\",\"payload\":\"\",\"payload\":\"\",\"signatures\":[]}"u8.ToArray()));
        Assert.NotNull(Envelope.TryRead("{\"payloadType\":\"a\",\"payload\":\"\",\"signatures\":[]}"u8.ToArray()));
        Assert.Null(Statement.TryRead((statement with { Job = "{\"a\":1}" }).ToBytes() is var bytes
            ? System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(bytes).Replace("{\"a\":1}", "{\"a\":1,\"a\":2}",
                StringComparison.Ordinal)) : null!));

        // What the statement does not name, and a folder of which nothing would be compared.
        await SignAsync(statement with { Search = null });
        Assert.Equal("search", (await VerifyAsync(10, "--search", "search")).GetProperty("broken").GetString());
        await SignAsync(statement with { Input = "nothing" });
        Assert.Equal("weights", (await VerifyAsync(10, "--search", "trained")).GetProperty("broken").GetString());

        // Of another training, and by another key.
        Assert.Equal(0, (await _work.Enas("train", "search", "--out", "second", "--set", "seed=7")).ExitCode);
        await SignAsync(statement);
        Assert.Equal("training", (await VerifyAsync(10, "--search", "second")).GetProperty("broken").GetString());
        await SaysAsync(64, "trained and second are 2 trainings", "verify", Network, "--attestation", Attestation, "--key", "enas.key.pub",
            "--search", "trained", "--search", "second");
        Assert.Equal(0, (await _work.Enas("key", "new", "--out", "other.key")).ExitCode);
        var other = await _work.Enas("verify", Network, "--attestation", Attestation, "--key", "other.key.pub");
        Assert.Equal(10, other.ExitCode);
        Assert.Contains("signed by another key", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_signed_or_checked_is_refused_in_words()
    {
        await MakeAsync();
        _work.Write("empty.key", "");
        await SaysAsync(65, "is no key of ECDSA on P-256", "attest", "trained", "--key", "empty.key");
        await SaysAsync(66, "there is no such file; make a key with", "attest", "trained", "--key", "absent.key");
        await SaysAsync(65, "--key enas.key: this is a private key, which only who signs has; give the public one, enas.key.pub",
            "verify", Network, "--attestation", Attestation, "--key", "enas.key");
        _work.Write("unsigned.json", "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30=\",\"signatures\":[]}");
        var unsigned = await _work.Enas("verify", Network, "--attestation", "unsigned.json", "--key", "enas.key.pub");
        Assert.Equal(10, unsigned.ExitCode);
        Assert.Contains("the attestation has no signature: nobody said what is in it", unsigned.Output, StringComparison.Ordinal);
        await SaysAsync(65, "--key enas.key.pub: this is the public part of a key", "attest",
            "trained", "--key", "enas.key.pub", "--out", "b.json");
        await SaysAsync(64, "is a search, whose shared weights", "attest", "search", "--key", "enas.key", "--out", "b.json");
        await SaysAsync(65, "is not what 'enas export' of trained writes",
            "attest", "trained", "--key", "enas.key", "--network", "tiny.json", "--out", "b.json");
        await SaysAsync(64, "it is there already; choose another name: a key that is there is never replaced",
            "key", "new", "--out", "enas.key");
        await SaysAsync(66, "there is no such file", "verify", "gone.onnx", "--attestation", Attestation, "--key", "enas.key.pub");
        await SaysAsync(66, "--attestation gone.json: there is no such file",
            "verify", Network, "--attestation", "gone.json", "--key", "enas.key.pub");
        if (!OperatingSystem.IsWindows())
        {
            var key = Path.Combine(_work.Root, "enas.key");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            await SaysAsync(0, "other users can read or write this private key",
                "attest", "trained", "--key", "enas.key", "--out", "c.json");
        }
    }

    /// <summary>Without a name it is the file that was exported, whatever that takes in, or else what would be.</summary>
    [Fact]
    public async Task What_is_signed_is_what_was_exported()
    {
        Assert.Equal(0, (await _work.Enas("train", "--job", "tiny-macro.json", "--arch", "0 1 0 2 0 0", "--out", "trained")).ExitCode);
        Assert.Equal(0, (await _work.Enas("key", "new", "--out", "enas.key")).ExitCode);
        async Task<JsonElement> AttestAsync(string words)
        {
            File.Delete(Path.Combine(_work.Root, Attestation));
            var result = await _work.Enas("attest", "trained", "--key", "enas.key", "--out", Attestation, "--json");
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Contains(words, result.Error, StringComparison.Ordinal);
            return result.Json();
        }

        var none = await AttestAsync(
            "of no file yet: what 'enas export --format onnx' writes; name a file of another --input with --network");
        Assert.Equal(JsonValueKind.Null, none.GetProperty("file").ValueKind);
        var exported = (await _work.Enas("export", "trained", "--format", "onnx", "--input", "bytes", "--json"))
            .Json().GetProperty("file").GetString()!;
        var told = await AttestAsync("network.onnx, with --input bytes");
        Assert.NotEqual(none.GetProperty("network").GetString(), told.GetProperty("network").GetString());
        Assert.Equal((exported, "bytes"), (told.GetProperty("file").GetString(), told.GetProperty("input").GetString()));
        var verified = await _work.Enas("verify", exported, "--attestation", Attestation, "--key", "enas.key.pub", "--search", "trained");
        Assert.True(verified.ExitCode == 0, verified.Error);

        // A file of another day that is none of this training any more.
        var bytes = await File.ReadAllBytesAsync(exported);
        bytes[^9] ^= 1;
        await File.WriteAllBytesAsync(exported, bytes);
        await SaysAsync(65, "Export it anew with --force, or name another file with --network", "attest", "trained", "--key", "enas.key",
            "--out", "other.json");
    }

    [Fact]
    public async Task A_training_that_is_not_finished_is_not_signed()
    {
        await _work.TinySearch("search");
        await _work.Enas("train", "search", "--out", "part", "--set", "train.epochs=3", "--set", "log.groupEvents=2");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_work.Root, "part", "segments")).Order(StringComparer.Ordinal).Skip(4))
        {
            File.Delete(file);
        }

        Assert.Equal(0, (await _work.Enas("key", "new", "--out", "enas.key")).ExitCode);
        string[] attest = ["attest", "part", "--key", "enas.key", "--out", "part.json"];
        await SaysAsync(66, "part is not finished, and only what is has a network to sign; finish it first, with: ", attest);
        await SaysAsync(66, "enas resume part", attest);
        Assert.False(File.Exists(Path.Combine(_work.Root, "part.json")));
        Assert.Equal(0, (await _work.Enas("resume", "part")).ExitCode);
        await SaysAsync(0, string.Empty, attest);
    }

    /// <summary>A process that is killed between its two files leaves a whole private key; the next one completes it.</summary>
    [Fact]
    public async Task A_key_without_its_public_part_is_completed_and_what_is_no_key_is_left_alone()
    {
        async Task<JsonElement> NewAsync() => (await _work.Enas("key", "new", "--out", "enas.key", "--json")).Json();
        var first = await NewAsync();
        Assert.True(first.GetProperty("isNew").GetBoolean());
        Assert.Empty(Directory.EnumerateFiles(_work.Root, "*.partial"));
        var (secret, open) = (await BytesAsync("enas.key"), await BytesAsync("enas.key.pub"));
        File.Delete(Path.Combine(_work.Root, "enas.key.pub"));
        var second = await NewAsync();
        Assert.False(second.GetProperty("isNew").GetBoolean());
        Assert.Equal(first.GetProperty("keyid").GetString(), second.GetProperty("keyid").GetString());
        Assert.Equal(secret, await BytesAsync("enas.key"));
        Assert.Equal(open, await BytesAsync("enas.key.pub"));
        await SaysAsync(64, "enas.key.pub: it is there already", "key", "new", "--out", "enas.key");

        // Half a key, a public one under the name, and a public one alone are somebody's, and stay.
        foreach (var (name, bytes) in new[] { ("half.key", secret[..(secret.Length / 2)]), ("public.key", open), ("alone.key.pub", open) })
        {
            await File.WriteAllBytesAsync(Path.Combine(_work.Root, name), bytes);
            await SaysAsync(64, $"{name}: it is there already", "key", "new", "--out", name.Replace(".pub", "", StringComparison.Ordinal));
            Assert.Equal(bytes, await BytesAsync(name));
        }
    }

    /// <summary>The same verdict by a program that shares nothing with this one; where it is not installed, that is said.</summary>
    [Fact]
    public async Task Openssl_finds_the_signature_good_and_a_key_of_its_own_signs()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "openssl"))))
        {
            TestContext.Current.SendDiagnosticMessage("openssl is not installed: signatures were not checked by another program");
            return;
        }

        await MakeAsync();
        var envelope = Envelope.TryRead(await BytesAsync(Attestation))!;

        // DSSE's encoding once more, from its text and not from our code.
        byte[] signed = [.. "DSSEv1 28 application/vnd.in-toto+json "u8,
            .. System.Text.Encoding.ASCII.GetBytes(envelope.Payload.Length + " "),
            .. envelope.Payload];
        await File.WriteAllBytesAsync(Path.Combine(_work.Root, "signed"), signed);
        await File.WriteAllBytesAsync(Path.Combine(_work.Root, "sig"), envelope.Signatures[0].Signature);
        string[] verify = ["dgst", "-sha256", "-verify", "enas.key.pub", "-signature", "sig", "signed"];
        Assert.Equal((0, "Verified OK"), Openssl(verify));
        signed[^1] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(_work.Root, "signed"), signed);
        Assert.Equal(1, Openssl(verify).ExitCode);

        // A curve that is written out has no name.
        Assert.Equal(0, Openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-param_enc", "explicit", "-out", "x.key").ExitCode);
        await SaysAsync(65, "is no key of ECDSA on P-256", "attest", "trained", "--key", "x.key", "--out", "x.json");
        Assert.Equal(0, Openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "their.key").ExitCode);
        Assert.Equal(0, Openssl("ec", "-in", "their.key", "-pubout", "-out", "their.pub").ExitCode);
        Assert.Equal(0, (await _work.Enas("attest", "trained", "--key", "their.key", "--out", "their.json")).ExitCode);
        Assert.Equal(0, (await _work.Enas("verify", Network, "--attestation", "their.json", "--key", "their.pub")).ExitCode);
    }

    private (int ExitCode, string Output) Openssl(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = _work.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = ProcessStarts.Start(start);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Trim());
    }

    private async Task MakeAsync()
    {
        Assert.Equal(0, (await _work.TinySearch("search")).ExitCode);
        foreach (var command in (string[][])[["train", "search", "--out", "trained"],
            ["export", "trained", "--format", "onnx", "--out", Network], ["key", "new", "--out", "enas.key"],
            ["attest", "trained", "--key", "enas.key", "--network", Network, "--out", Attestation]])
        {
            var result = await _work.Enas(command);
            Assert.True(result.ExitCode == 0, result.Error);
        }
    }

    private async Task SignAsync(Statement statement)
    {
        using var key = SigningKey.Read(Path.Combine(_work.Root, "enas.key"));
        await File.WriteAllTextAsync(Path.Combine(_work.Root, Attestation), Envelope.Of(statement.ToBytes(), key).ToJson());
    }

    private async Task BreaksAsync(string link, string file, Action<byte[]> change)
    {
        var path = Path.Combine(_work.Root, file);
        var bytes = await File.ReadAllBytesAsync(path);
        var changed = bytes.ToArray();
        change(changed);
        await File.WriteAllBytesAsync(path, changed);
        var json = await VerifyAsync(10, "--search", "trained", "--search", "search");
        Assert.Equal(link, json.GetProperty("broken").GetString());
        Assert.Equal(link, Assert.Single(Links(json, "BROKEN")));
        await File.WriteAllBytesAsync(path, bytes);
    }

    // Another letter of base64 in its place.
    private static void Turn(byte[] bytes, string before, int after)
    {
        var place = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(before)) + before.Length + after;
        bytes[place] = bytes[place] == (byte)'A' ? (byte)'B' : (byte)'A';
    }

    private async Task<JsonElement> VerifyAsync(int exitCode, params string[] more)
    {
        var result = await _work.Enas(["verify", Network, "--attestation", Attestation, "--key", "enas.key.pub", "--json", .. more]);
        Assert.True(result.ExitCode == exitCode, result.Error);
        return result.Json();
    }

    private async Task SaysAsync(int exitCode, string words, params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.True(result.ExitCode == exitCode, result.Error + result.Output);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    private Task<byte[]> BytesAsync(string file) => File.ReadAllBytesAsync(Path.Combine(_work.Root, file));

    private static string[] Links(JsonElement json, string state) => [.. json.GetProperty("links").EnumerateArray()
        .Where(link => link.GetProperty("state").GetString() == state).Select(link => link.GetProperty("link").GetString()!)];
}
