using System.Text;
using System.Text.Json;
using Enas.Pipeline.Work;

namespace Enas.Pipeline.Tests.Work;

/// <summary>Keys, items and results have one form each, and anything else is refused.</summary>
public sealed class WorkFormTests
{
    // SHA-256 of "abc": FIPS 180-2, appendix B.1.
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void A_key_is_the_hash_of_the_description_and_of_nothing_else()
    {
        var item = WorkItem.Of(WorkKind.Training, "abc"u8.ToArray(), WorkNeeds.OfProcessor(1), "me", 3);
        Assert.Equal(HashOfAbc, item.Key.Hex);
        Assert.Null(item.Fault);
        Assert.Equal(item.Key, WorkItem.Of(WorkKind.Search, "abc"u8.ToArray(), WorkNeeds.OfProcessor(8), "you").Key);
    }

    [Theory]
    [InlineData(HashOfAbc, true)]
    [InlineData("BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", false)]
    [InlineData("ba7816bf", false)]
    [InlineData("../../../../../../../../../../../../../../../../../../etc/passwd0", false)]
    [InlineData("", false)]
    public void Only_64_hexadecimal_digits_are_a_key(string text, bool isKey) => Assert.Equal(isKey, WorkKey.TryParse(text) is not null);

    [Fact]
    public void A_forged_item_says_what_is_wrong_with_it()
    {
        var item = WorkItem.Of(WorkKind.Training, "abc"u8.ToArray(), WorkNeeds.OfProcessor(1), "me");
        Assert.Contains("is not the hash", (item with { Description = "abd"u8.ToArray() }).Fault, StringComparison.Ordinal);
        Assert.Contains("priority is 4", (item with { Priority = 4 }).Fault, StringComparison.Ordinal);
        var large = new byte[WorkItem.MostBytes + 1];
        Assert.Contains("262145 bytes; allowed are 262144",
            WorkItem.Of(WorkKind.Training, large, WorkNeeds.OfProcessor(1), "me").Fault, StringComparison.Ordinal);
    }

    /// <summary>The mark of a store is beside the item, and a message without one is that of before there were marks.</summary>
    [Fact]
    public void A_message_says_the_mark_of_the_store_where_there_is_one()
    {
        var item = WorkItem.Of(WorkKind.Training, "\"abc\""u8.ToArray(), WorkNeeds.OfProcessor(1), "me");
        var marked = item with { Store = "0011\"22" };
        Assert.Equal(marked.Store, WorkMessage.TryRead(WorkMessage.Write(marked))!.Store);
        Assert.Equal(item.Key, WorkMessage.TryRead(WorkMessage.Write(marked))!.Key);
        Assert.Null(WorkMessage.TryRead(WorkMessage.Write(item))!.Store);
        Assert.Equal($"{{\"format\":1,\"key\":\"{item.Key.Hex}\",\"kind\":\"Training\",\"backend\":\"cpu\",\"device\":\"cpu\","
            + "\"threads\":1,\"memory\":0,\"owner\":\"me\",\"priority\":0,\"description\":\"abc\"}",
            Encoding.UTF8.GetString(WorkMessage.Write(item)));
    }

    [Fact]
    public void A_result_is_read_as_it_was_written()
    {
        var key = WorkKey.Of("abc"u8);
        WorkResult[] results =
        [
            WorkResult.Done(key, 0, "f00d"),
            WorkResult.Done(key, 12, null) with { Value = new byte[] { 1, 2, 3 } },
            WorkResult.Without(key, WorkEnd.Impossible, 65, "line 3: \"steps\"\nis wrong"),
        ];
        Assert.All(results, result => Assert.Equal(WorkResultFile.Write(result), WorkResultFile.Write(
            WorkResultFile.Read(WorkResultFile.Write(result), key))));
        Assert.Equal($"{{\"format\":1,\"key\":\"{HashOfAbc}\",\"end\":\"done\",\"exitCode\":0,\"fingerprint\":\"f00d\"}}\n",
            Encoding.UTF8.GetString(WorkResultFile.Write(results[0])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"format\":1,\"key\":\"00\",\"end\":\"done\",\"exitCode\":0}\n")]
    [InlineData("{\"format\":1,\"key\":\"" + HashOfAbc + "\",\"end\":\"over\",\"exitCode\":0}\n")]
    [InlineData("{\"format\":1,\"key\":\"" + HashOfAbc + "\",\"end\":\"done\",\"exitCode\":0,\"more\":1}\n")]
    [InlineData("{\"format\":1,\"key\":\"" + HashOfAbc + "\",\"end\":\"done\",\"exitCode\":0}")]
    public void Bytes_that_nobody_wrote_as_this_result_are_refused(string text) =>
        Assert.Throws<JsonException>(() => WorkResultFile.Read(Encoding.UTF8.GetBytes(text), WorkKey.Of("abc"u8)));

    [Fact]
    public void Results_that_differ_in_words_alone_say_the_same()
    {
        var result = WorkResult.Without(WorkKey.Of("abc"u8), WorkEnd.Impossible, 65, "in /here");
        Assert.True(result.SaysTheSameAs(result with { Reason = "in /there" }));
        Assert.False(result.SaysTheSameAs(result with { ExitCode = 66 }));
    }
}
