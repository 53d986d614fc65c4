using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Pipeline.Messages;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>Writes answers: JSON, CSV, pictures and files, compressed where that pays, and problems in words.</summary>
internal static class AnswerWriter
{
    private const int LeastCompressed = 1024;
    private const int LongestWords = 2000;

    /// <summary>An object as JSON, or as CSV where that is asked for.</summary>
    public static Task JsonAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        if (context.Request.Query["format"] == "csv" && status == StatusCodes.Status200OK)
        {
            var table = (answer as ITabular)?.ToTable() ?? throw new AnswerException(StatusCodes.Status400BadRequest,
                ExitCodes.BadCommandLine, "format=csv: what is at this address is no table; ask without it");
            context.Response.Headers.ContentDisposition = "attachment; filename=\"enas.csv\"";
            return BytesAsync(context, Encoding.UTF8.GetBytes(AnswerCsv.Of(table)), "text/csv; charset=utf-8");
        }

        return BytesAsync(context, JsonSerializer.SerializeToUtf8Bytes(answer, type), "application/json; charset=utf-8");
    }

    /// <summary>Bytes of a type.</summary>
    public static async Task BytesAsync(HttpContext context, byte[] bytes, string type)
    {
        var response = context.Response;
        response.ContentType = type;
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

    /// <summary>Whether whoever asks has it already: then there is nothing to write.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tag">Names the content.</param>
    public static bool IsKnown(HttpContext context, string tag)
    {
        var etag = $"W/\"{tag}\"";
        context.Response.Headers.ETag = etag;
        if (!context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(etag))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>Why there is no answer.</summary>
    public static Task ProblemAsync(HttpContext context, int status, int exitCode, string words)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Remove("ETag");
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        var problem = new ProblemAnswer
        {
            Type = "about:blank",
            Title = ForeignText.Shown(words, LongestWords),
            Status = status,
            Code = ExitCodes.NameOf(exitCode),
        };
        return BytesAsync(context,
            JsonSerializer.SerializeToUtf8Bytes(problem, AnswerJson.Default.ProblemAnswer), "application/problem+json; charset=utf-8");
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
