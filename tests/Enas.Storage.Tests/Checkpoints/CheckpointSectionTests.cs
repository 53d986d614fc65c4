using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Checkpoints;

/// <summary>Sections of checkpoints on disk: what the metadata say, and what is refused.</summary>
public sealed class CheckpointSectionTests
{
    private static readonly SectionKind s_policy = new("policy", 1, "policy-state/", "policy-updates");
    private static readonly SectionKind s_weights = new("weights", 3, "weights/", "state/");
    private static readonly SectionKind s_data = new("data", 1, "data/") { FirstFormat = 2 };

    private static readonly Checkpoint s_old = new(
        42,
        [new("policy-updates", "7")],
        [new("policy-state/w", [2], new float[] { 1, 2 }), new("state/hidden", [1], new float[] { 3 })]);

    private static readonly Checkpoint s_sample = new(
        42, [new("data/shape", "3 8 8"), .. s_old.Texts], s_old.Tensors)
    { Sections = [s_weights, s_data, s_policy] };

    [Fact]
    public async Task Sections_come_back_and_stand_in_the_metadata()
    {
        using var search = new TestSearch();
        var store = new SafetensorsCheckpointStore(search.Folder);
        var reference = await store.PublishAsync(s_sample, CancellationToken.None);
        var read = (await store.TryReadAsync(reference, CancellationToken.None))!;
        Assert.Equal(
            ["data 1 2 data/", "policy 1 1 policy-state/ policy-updates", "weights 3 1 weights/ state/"],
            read.Sections!.Select(kind => $"{kind.Name} {kind.Version} {kind.FirstFormat} {string.Join(' ', kind.Names)}"));
        Assert.Equal("7", read.Section(s_policy)!.Text("policy-updates"));
        Assert.Equal(["state/hidden"], read.Section(s_weights)!.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(
            "{'enas.format':'2','enas.section.data':'1 2 data/','enas.section.policy':'1 1 policy-state/ policy-updates',"
            + "'enas.section.weights':'3 1 weights/ state/','enas.step':'42','data/shape':'3 8 8','policy-updates':'7'}",
            (await MetadataAsync(search, reference)).Replace('"', '\''));
        Assert.Equal("7ca777218b9c5d36976ea4f8c555e2c7c132cb8fdd9c41155fabce1d07c68ff1", reference.Digest);
    }

    [Fact]
    public async Task The_digest_in_the_first_format_is_that_of_the_state_without_sections()
    {
        using var search = new TestSearch();
        var store = new SafetensorsCheckpointStore(search.Folder);
        var old = await store.PublishAsync(s_old, CancellationToken.None);
        var reference = await store.PublishAsync(s_sample, CancellationToken.None);
        Assert.NotEqual(old.Digest, reference.Digest);
        Assert.Equal(old.Digest, store.DigestInFirstFormat(s_sample));
        Assert.Equal(old.Digest, store.DigestInFirstFormat((await store.TryReadAsync(reference, CancellationToken.None))!));
        Assert.Equal(old.Digest, store.DigestInFirstFormat((await store.TryReadAsync(old, CancellationToken.None))!));
    }

    [Fact]
    public async Task Content_in_no_section_or_in_two_is_not_written()
    {
        using var search = new TestSearch();
        var store = new SafetensorsCheckpointStore(search.Folder);
        SectionKind[][] wrong =
        [
            [], [s_policy, s_data], [s_policy, s_data, s_weights, s_weights], [s_policy, s_data, s_weights, new("more", 1, "state/hidden")],
            [s_policy, s_data, s_weights with { Name = "" }], [s_policy, s_data, s_weights with { Version = 0 }],
            [s_policy, s_data, s_weights with { Names = ["weights/", "state/", "a b"] }], [s_policy, s_data, s_weights with { Names = [] }],
        ];
        foreach (var sections in wrong)
        {
            await Assert.ThrowsAsync<ArgumentException>(async () =>
                await store.PublishAsync(s_sample with { Sections = sections }, CancellationToken.None));
        }

        Assert.Empty(Directory.GetFiles(search.Folder.Checkpoints));
    }

    [Theory]
    [Trait(FaultPlan.Trait, "14")]
    [InlineData("1", "\"enas.section.a\":\"1 1 a\"", "a")]
    [InlineData("2", "\"enas.section.a\":\"1 1 a\"", "b")]
    [InlineData("2", "\"enas.section.a\":\"1 1 a\",\"enas.section.b\":\"1 1 a\"", "a")]
    [InlineData("2", "\"enas.section.a\":\"1 1 a\",\"enas.section.a\":\"1 1 a\"", "a")]
    [InlineData("2", "\"enas.section.a\":\"1 1\"", "a")]
    [InlineData("2", "\"enas.section.a\":\"1 1  a\"", "a")]
    [InlineData("2", "\"enas.section.a\":\"0 1 a\"", "a")]
    [InlineData("2", "\"enas.section.a\":\"1 -1 a\"", "a")]
    [InlineData("2", "\"enas.section.a\":\"99999999999 1 a\"", "a")]
    [InlineData("2", "\"enas.section.\":\"1 1 a\"", "a")]
    [InlineData("2", "\"enas.section.a\":1", "a")]
    [InlineData("3", "\"enas.section.a\":\"1 1 a\"", "a")]
    public async Task Hostile_sections_are_refused(string format, string sections, string name)
    {
        Assert.NotNull(await ReadAsync(FileOf("2", "\"enas.section.a\":\"1 1 a\"", "a")));
        await Assert.ThrowsAsync<LogDamagedException>(() => ReadAsync(FileOf(format, sections, name)));
    }

    [Fact]
    [Trait(FaultPlan.Trait, "14")]
    public async Task More_names_than_any_checkpoint_has_are_refused()
    {
        string Sections(int count) =>
            string.Join(',', Enumerable.Range(0, count).Select(i => $"\"enas.section.s{i}\":\"1 1 {(i == 0 ? "a" : $"x{i}/")}\""));
        Assert.Equal(256, (await ReadAsync(FileOf("2", Sections(256), "a")))!.Sections!.Count);
        await Assert.ThrowsAsync<LogDamagedException>(() => ReadAsync(FileOf("2", Sections(257), "a")));
    }

    private static byte[] FileOf(string format, string sections, string name)
    {
        var json = Encoding.UTF8.GetBytes(
            $$$"""{"__metadata__":{"enas.format":"{{{format}}}","enas.step":"1",{{{sections}}},"{{{name}}}":"text"}}""");
        var bytes = new byte[8 + json.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        return bytes;
    }

    private static async Task<Checkpoint?> ReadAsync(byte[] bytes)
    {
        using var search = new TestSearch();
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var reference = new CheckpointReference(CheckpointName.Of(1, digest), digest, bytes.Length);
        File.WriteAllBytes(Path.Combine(search.Folder.Checkpoints, reference.Name), bytes);
        return await new SafetensorsCheckpointStore(search.Folder).TryReadAsync(reference, CancellationToken.None);
    }

    private static async Task<string> MetadataAsync(TestSearch search, CheckpointReference reference)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(search.Folder.Checkpoints, reference.Name));
        using var header = JsonDocument.Parse(bytes.AsMemory(8, (int)BitConverter.ToInt64(bytes)));
        return header.RootElement.GetProperty("__metadata__").GetRawText();
    }
}
