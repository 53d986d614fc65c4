using Enas.Host.Searches;
using Enas.Pipeline.Measures;

namespace Enas.Host.Tests.Searches;

public sealed class ProxyAgreementTests
{
    /// <summary>The sign is what was measured: an order turned round points the other way, and a handful tells nothing.</summary>
    [Theory]
    [InlineData(30, 1, "higher", "larger values go with better networks")]
    [InlineData(30, -1, "lower", "larger values go with worse networks")]
    [InlineData(5, 1, "higher", "larger values go with better networks")]
    [InlineData(4, 1, null, "which way it points cannot be told from these")]
    [InlineData(2, 1, null, "3 are needed at least")]
    public void The_sign_of_a_proxy_is_measured(int count, int direction, string? sign, string words)
    {
        var agreement = ProxyAgreement.Of(ZeroCostProxy.Snip,
            Enumerable.Range(0, count).Select(i => ((double?)(direction * i), i + (i % 3 == 0 && count == 30 ? 2.5 : 0))));
        Assert.Equal(sign, agreement.Sign);
        Assert.Equal(sign, agreement.ToJson()["sign"]?.GetValue<string>());
        Assert.EndsWith(words, agreement.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_without_a_value_or_a_result_do_not_count()
    {
        var agreement = ProxyAgreement.Of(ZeroCostProxy.NasWot,
            [(1, 1), (null, 2), (2, double.NegativeInfinity), (3, 2), (4, 5)]);
        Assert.Equal(3, agreement.Count);
        Assert.Equal(1, agreement.Spearman.Value);
    }
}
