using Enas.Host.Cli;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Dashboard.Access;

/// <summary>Why a request is not answered.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="ExitCode">The exit code that the command line has for it.</param>
/// <param name="Words">Why.</param>
internal sealed record Refusal(int Status, int ExitCode, string Words);

/// <summary>
/// Looks at each request before anything else does: for whom it asks, from which page it comes, whether it knows the token. There is no
/// cookie and no header that lets another page read, so a page of somebody else can neither read nor act.
/// </summary>
/// <param name="rules">Who is answered.</param>
/// <param name="log">Where a wrong token is a line; there are as many a minute as are listened to.</param>
internal sealed class Gate(AccessRules rules, TimeProvider time, ILogger log)
{
    private const string Bearer = "Bearer ";

    private readonly WrongTokens _wrong = new(time);

    /// <summary>Why a request is refused; null for one that is answered.</summary>
    /// <param name="isData">Whether it asks for data: the page itself is no secret.</param>
    /// <param name="isAction">Whether it would change anything.</param>
    public Refusal? Refuse(HttpRequest request, bool isData, bool isAction)
    {
        if (!rules.Hosts.Allow(request.Host.Host))
        {
            return new(StatusCodes.Status421MisdirectedRequest, ExitCodes.BadCommandLine,
                $"this host name is not answered for; {rules.HostCommand} allows it");
        }

        if (isData && (IsOfAnotherSite(request) || !IsOurOrigin(request)))
        {
            return new(StatusCodes.Status403Forbidden, ExitCodes.BadCommandLine, "only this program's own page is answered");
        }

        if (isAction && rules.NoActions is { } none)
        {
            return new(StatusCodes.Status405MethodNotAllowed, ExitCodes.BadCommandLine, none);
        }

        if (isAction && !request.HasJsonContentType())
        {
            return new(StatusCodes.Status415UnsupportedMediaType, ExitCodes.BadCommandLine,
                "an action is asked for with Content-Type: application/json");
        }

        return isAction || (isData && rules.ReadingNeedsToken) ? WithoutToken(request) : null;
    }

    private Refusal? WithoutToken(HttpRequest request)
    {
        var address = request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? string.Empty;
        if (_wrong.AreTooMany(address))
        {
            return new(StatusCodes.Status429TooManyRequests, ExitCodes.Unavailable,
                $"{WrongTokens.Most} wrong tokens came from this address; wait a minute");
        }

        var given = request.Headers.Authorization.ToString();
        if (!given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return new(StatusCodes.Status401Unauthorized, ExitCodes.BadCommandLine,
                "this needs the token: the one that was printed when the program was started, or the first line of its token file");
        }

        if (rules.Token?.Is(given[Bearer.Length..]) == true)
        {
            return null;
        }

        log.WrongToken(address);
        if (_wrong.Add(address) == WrongTokens.Most)
        {
            log.TooManyTokens(WrongTokens.Most, address);
        }

        return new(StatusCodes.Status401Unauthorized, ExitCodes.BadCommandLine, "this is not the token");
    }

    // Browsers say where a request comes from, and no script can change that; whoever is no browser says nothing.
    private static bool IsOfAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    private static bool IsOurOrigin(HttpRequest request) => request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
