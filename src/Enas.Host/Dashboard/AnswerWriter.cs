using System.IO.Compression;
using Enas.Host.Dashboard.Access;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>Writes answers, compressed where that pays. Nothing else writes to a response but a stream of news.</summary>
internal static class AnswerWriter
{
    private const int LeastCompressed = 1024;

    /// <summary>Writes one; to a question for its headers, those alone.</summary>
    public static async Task WriteAsync(HttpContext context, Answer answer)
    {
        var (response, headers) = (context.Response, context.Response.Headers);
        response.StatusCode = answer.Status;
        headers.ETag = answer.Tag is { } tag ? Answer.HeaderOf(tag) : default;
        if (answer.Status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = "Bearer";
        }

        if (answer.IsDrawing)
        {
            PageHeaders.SetDrawing(response);
        }

        if (answer.FileName is { } name)
        {
            headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        }

        if (answer.Type is { } type)
        {
            response.ContentType = type;
            await WriteAsync(context, answer.Bytes);
        }
    }

    private static async Task WriteAsync(HttpContext context, byte[] bytes)
    {
        var response = context.Response;
        if (bytes.Length >= LeastCompressed && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            bytes = Compressed(bytes);
            response.Headers.ContentEncoding = "gzip";
        }

        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return buffer.ToArray();
    }
}
