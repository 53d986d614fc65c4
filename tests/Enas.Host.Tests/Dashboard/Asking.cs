using System.Text;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Tests.Dashboard;

/// <summary>Requests that no server took.</summary>
internal static class Asking
{
    /// <summary>A request for an address.</summary>
    /// <param name="address">Its path, and its query if it has one.</param>
    /// <param name="body">Where the answer goes; memory when left out.</param>
    public static DefaultHttpContext For(string address, Stream? body = null)
    {
        var context = new DefaultHttpContext();
        var parts = address.Split('?', 2);
        (context.Request.Method, context.Request.Scheme, context.Request.Host) = ("GET", "http", new HostString("localhost"));
        (context.Request.Path, context.Request.QueryString) = (parts[0], new QueryString(parts.Length > 1 ? "?" + parts[1] : string.Empty));
        context.Response.Body = body ?? new MemoryStream();
        return context;
    }

    /// <summary>What was answered so far.</summary>
    public static string Answered(this HttpContext context) => Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
}
