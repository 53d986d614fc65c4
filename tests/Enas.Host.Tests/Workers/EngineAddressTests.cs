using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Workers;

/// <summary>What a command line may say of an engine, and what is refused before anything is sent.</summary>
public sealed class EngineAddressTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    /// <summary>The last two are no addresses, and are refused elsewhere.</summary>
    [Theory]
    [InlineData("nats://me:s3cret@127.0.0.1:4222", "nats://...@127.0.0.1:4222: allowed are")]
    [InlineData("tls://s3cret@10.0.0.1:4222", "tls://...@10.0.0.1:4222: allowed are")]
    [InlineData("nats://me:s3/cret@127.0.0.1:4222", "nats://...@127.0.0.1:4222: allowed are")]
    [InlineData("nats://me:s3cret@127.0.0.1:99999", "nats://...@127.0.0.1:99999: allowed are")]
    [InlineData("me:s3cret@127.0.0.1:4222", "...@127.0.0.1:4222: allowed are")]
    public async Task A_password_in_an_address_is_not_shown(string url, string words)
    {
        var refused = await _work.Enas("cluster", "status", "--engine", url, "--json");
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.All((string[])[refused.Output, refused.Error], text => Assert.DoesNotContain("cret", text, StringComparison.Ordinal));
    }
}
