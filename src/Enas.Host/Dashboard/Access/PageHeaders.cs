using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard.Access;

/// <summary>What browsers are told of every answer: that it is of this page alone, and that nothing in it is a program but our own
/// script.</summary>
internal static class PageHeaders
{
    private const string Page = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Drawings hold their own colours and nothing else.
    private const string Drawing = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    /// <summary>Sets those of all answers.</summary>
    public static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Page;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
        headers.Vary = "Accept-Encoding, Authorization";
    }

    /// <summary>Sets those of a drawing.</summary>
    public static void SetDrawing(HttpResponse response) => response.Headers.ContentSecurityPolicy = Drawing;
}
