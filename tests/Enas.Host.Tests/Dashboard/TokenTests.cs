using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Access;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Dashboard;

/// <summary>A dashboard whose data need the token, as on an address that other machines reach.</summary>
public sealed class TokenDashboard : ServedDashboard
{
    public const string Token = "0123456789abcdef0123456789abcdef";

    /// <summary>The token is asked for by whoever reads.</summary>
    internal static AccessRules WithToken { get; } = Rules with { Token = UiToken.Of(Token, "test"), ReadingNeedsToken = true };

    private protected override AccessRules Access => WithToken;
}

/// <summary>The token: who has it is answered, who has none is not, and who guesses is not listened to.</summary>
public sealed class TokenTests(TokenDashboard served) : IClassFixture<TokenDashboard>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // One test: what is wrong counts for a minute.
    [Fact]
    public async Task Data_need_the_token_and_five_wrong_ones_are_enough()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/", null)); // The page itself is no secret.
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/v1/searches", null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/v1/searches", TokenDashboard.Token));
        for (var i = 0; i < WrongTokens.Most; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/v1/searches", "wrong"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("/api/v1/searches", "wrong"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("/api/v1/searches", TokenDashboard.Token));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with spaces in it, so it cannot be sent")]
    public void Token_that_can_be_guessed_or_not_be_sent_is_refused(string text) =>
        Assert.Throws<CommandLineException>(() => UiToken.Of(text, "--token-file"));

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void File_that_others_can_read_is_no_secret()
    {
        using var work = new WorkFolder();
        var path = work.Write("token", TokenDashboard.Token + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", Assert.Throws<CommandLineException>(() => UiToken.OfFile(path)).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.True(UiToken.OfFile(path).Is(TokenDashboard.Token));
        Assert.False(UiToken.OfFile(path).Is(TokenDashboard.Token + " "));
        Assert.Throws<NotFoundException>(() => UiToken.OfFile(path + "x"));
    }

    [Fact]
    public void Made_up_ones_have_256_bits_and_differ()
    {
        var (one, other) = (UiToken.Create(), UiToken.Create());
        Assert.Equal(64, one.Made!.Length);
        Assert.NotEqual(one.Made, other.Made);
        Assert.True(one.Is(one.Made!));
        Assert.Null(UiToken.Of(one.Made!, "test").Made); // What somebody gave is told to nobody.
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await served.Http.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }
}
