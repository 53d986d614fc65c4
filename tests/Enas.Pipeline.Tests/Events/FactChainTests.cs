using System.Security.Cryptography;
using System.Text;
using Enas.Pipeline.Events;

namespace Enas.Pipeline.Tests.Events;

/// <summary>The chain as docs/log-format.md says it, put together here field by field.</summary>
public sealed class FactChainTests
{
    [Fact]
    public void A_head_is_the_hash_of_the_head_before_it_the_index_the_type_the_version_and_the_facts()
    {
        var chain = new FactChain();
        var head = SHA256.HashData("enas fact chain 1"u8);
        Assert.Equal(head, chain.Head);
        foreach (var (index, (type, version, facts)) in new[] { ("a", 1, "{}"), ("bé", 2, """{"x":1}"""), ("a", 1, "{}") }.Index())
        {
            head = Hash(head, index, type, version, facts);
            Assert.Equal(head, chain.Append(type, version, facts));
        }

        Assert.Equal((3, Convert.ToHexStringLower(head)), (chain.NextFactIndex, chain.Fingerprint));
    }

    [Fact]
    public void A_chain_that_goes_on_from_a_head_is_the_one_that_was_not_interrupted()
    {
        var (whole, first) = (new FactChain(), new FactChain());
        whole.Append("a", 1, "{}");
        first.Append("a", 1, "{}");
        var second = new FactChain(first.Head.Span, first.NextFactIndex);
        Assert.Equal(whole.Append("b", 1, "{}"), second.Append("b", 1, "{}"));
    }

    private static byte[] Hash(byte[] before, long index, string type, int version, string facts)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(before);
        writer.Write(index);
        Text(type);
        writer.Write(version);
        Text(facts);
        writer.Flush();
        return SHA256.HashData(bytes.ToArray());

        void Text(string text)
        {
            var own = Encoding.UTF8.GetBytes(text);
            writer.Write(own.Length);
            writer.Write(own);
        }
    }
}
