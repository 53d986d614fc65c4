using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Checkpoints;

public sealed class CheckpointTests
{
    private static readonly Checkpoint Sample = new(
        42,
        [new("baseline", "0.5"), new("cursor", "[1,2,3]"), new("weird", "é \" \u0001")],
        [
            new("a/w", [2, 3], new float[] { 1, -0f, float.Epsilon, float.NaN, float.MaxValue, 6 }),
                new("empty", [0, 4], Array.Empty<float>()),
            new("scalar", [], new float[] { 7 }),
        ]);

    [Fact]
    public async Task A_checkpoint_comes_back_bit_for_bit()
    {
        using var search = new TestSearch();
        var store = new SafetensorsCheckpointStore(search.Folder);
        var reference = await store.PublishAsync(Sample, CancellationToken.None);
        Assert.Equal($"000000000042-{reference.Digest}.safetensors", reference.Name);
        Assert.Equal([reference.Name], await store.ListAsync(CancellationToken.None));
        var read = await store.TryReadAsync(reference, CancellationToken.None);
        Assert.NotNull(read);
        Assert.Equal(Sample.Step, read.Step);
        Assert.Equal(Sample.Texts, read.Texts);
        Assert.Equal(Sample.Tensors.Select(t => (t.Name, string.Join(',', t.Shape))),
            read.Tensors.Select(t => (t.Name, string.Join(',', t.Shape))));
        foreach (var (left, right) in Sample.Tensors.Zip(read.Tensors))
        {
            Assert.Equal(Bits(left), Bits(right));
        }

        Assert.Empty(Directory.GetFiles(search.Folder.Staging));
    }

    [Fact]
    public async Task Equal_content_gives_one_file_whatever_the_order()
    {
        using var search = new TestSearch();
        var store = new SafetensorsCheckpointStore(search.Folder);
        var first = await store.PublishAsync(Sample, CancellationToken.None);
        var again = await store.PublishAsync(
            Sample with { Tensors = [.. Sample.Tensors.Reverse()], Texts = [.. Sample.Texts.Reverse()] }, CancellationToken.None);
        Assert.Equal(first, again);
        Assert.Single(Directory.GetFiles(search.Folder.Checkpoints));
        Assert.Equal("b5dc3738f285606e80cf005eaf631f02f2fcd8353b4a9b849d455aad0826dbff", first.Digest);
    }

    [Fact]
    public async Task Absent_is_null_and_release_may_be_repeated()
    {
        using var search = new TestSearch();
        var store = new SafetensorsCheckpointStore(search.Folder);
        var reference = await store.PublishAsync(Sample, CancellationToken.None);
        await store.ReleaseAsync(reference.Name, CancellationToken.None);
        await store.ReleaseAsync(reference.Name, CancellationToken.None);
        Assert.Null(await store.TryReadAsync(reference, CancellationToken.None));
        await Assert.ThrowsAsync<LogDamagedException>(async () => await store.ReleaseAsync("../job.json", CancellationToken.None));
    }

    [Fact]
    public async Task Every_flipped_byte_and_every_cut_is_found()
    {
        using var search = new TestSearch();
        var store = new SafetensorsCheckpointStore(search.Folder);
        var reference = await store.PublishAsync(Sample, CancellationToken.None);
        var path = Path.Combine(search.Folder.Checkpoints, reference.Name);
        var good = File.ReadAllBytes(path);
        for (var at = 0; at < good.Length; at++)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(path, bad);
            await Assert.ThrowsAsync<LogDamagedException>(async () => await store.TryReadAsync(reference, CancellationToken.None));
            File.WriteAllBytes(path, good[..at]);
            await Assert.ThrowsAsync<LogDamagedException>(async () => await store.TryReadAsync(reference, CancellationToken.None));
            await Assert.ThrowsAsync<LogDamagedException>(async () =>
                await store.TryReadAsync(reference with { ByteCount = at }, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_damaged_file_does_not_count_as_published()
    {
        using var search = new TestSearch();
        var store = new SafetensorsCheckpointStore(search.Folder);
        var reference = await store.PublishAsync(Sample, CancellationToken.None);
        File.WriteAllText(Path.Combine(search.Folder.Checkpoints, reference.Name), "x");
        await Assert.ThrowsAsync<LogDamagedException>(async () => await store.PublishAsync(Sample, CancellationToken.None));
    }

    [Fact]
    [Trait(FaultPlan.Trait, "14")]
    public async Task What_has_no_good_form_is_refused()
    {
        using var search = new TestSearch();
        var store = new SafetensorsCheckpointStore(search.Folder);
        var tensor = Sample.Tensors[0];
        Checkpoint[] wrong =
        [
            Sample with { Tensors = [tensor, tensor] }, Sample with { Tensors = [tensor with { Shape = [7] }] },
            Sample with { Tensors = [tensor with { Shape = [-2, -3] }] }, Sample with { Tensors = [tensor with { Name = "__metadata__" }] },
            Sample with { Texts = [new("enas.step", "1")] },
                Sample with { Texts = [new("a", "1"), new("a", "2")] }, Sample with { Step = -1 },
        ];
        foreach (var checkpoint in wrong)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.PublishAsync(checkpoint, CancellationToken.None));
        }

        Assert.Empty(Directory.GetFiles(search.Folder.Checkpoints));
    }

    [Theory]
    [Trait(FaultPlan.Trait, "14")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"__metadata__":{"enas.format":"2","enas.step":"1"}}""")]
    [InlineData("""{"__metadata__":{"enas.format":"1","enas.step":"-1"}}""")]
    [InlineData("""{"__metadata__":{"enas.format":"1","enas.step":"1","x":1}}""")]
    [InlineData("""{META,"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""")]
    [InlineData("""{META,"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{META,"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""")]
    [InlineData("""{META,"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""")]
    [InlineData("""{META,"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""")]
    [InlineData("""{META,"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,16]}}""")]
    [InlineData("""{META,"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}""")]
    [InlineData("""{META,"a":{"dtype":"F32","shape":[4.5],"data_offsets":[0,16]}}""")]
    [InlineData("""{META,"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"x":1}}""")]
    [InlineData("""{META,"a":{"dtype":"F32","shape":[[[[[[[[4]]]]]]]],"data_offsets":[0,16]}}""")]
    [InlineData("""{META,"\ud800":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""")]
    public async Task Hostile_headers_are_refused(string header)
    {
        var json = header.Replace("META", "\"__metadata__\":{\"enas.format\":\"1\",\"enas.step\":\"1\"}", StringComparison.Ordinal);
        await RefusedAsync(FileOf(Encoding.UTF8.GetByteCount(json), Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [Trait(FaultPlan.Trait, "14")]
    [InlineData(100_000_001)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(1000)]
    public async Task Absurd_header_lengths_are_refused(long length) => await RefusedAsync(FileOf(length, "{}"u8.ToArray()));

    private static byte[] FileOf(long length, byte[] json)
    {
        var bytes = new byte[8 + json.Length + 16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        json.CopyTo(bytes, 8);
        return bytes;
    }

    private static async Task RefusedAsync(byte[] bytes)
    {
        using var search = new TestSearch();
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var reference = new CheckpointReference(CheckpointName.Of(1, digest), digest, bytes.Length);
        File.WriteAllBytes(Path.Combine(search.Folder.Checkpoints, reference.Name), bytes);
        await Assert.ThrowsAsync<LogDamagedException>(async () =>
            await new SafetensorsCheckpointStore(search.Folder).TryReadAsync(reference, CancellationToken.None));
    }

    private static int[] Bits(CheckpointTensor tensor) => [.. tensor.Values.ToArray().Select(BitConverter.SingleToInt32Bits)];
}
