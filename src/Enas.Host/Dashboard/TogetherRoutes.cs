using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>
/// Several questions about one search in one request: what a page asks again when there is more of it. Each answer is the one that its own
/// address gives. One request and one answer cost both sides less than many, and what they change is drawn at once.
/// </summary>
/// <param name="answer">Answers one question, and writes a problem where there is no answer.</param>
internal sealed class TogetherRoutes(RequestDelegate answer)
{
    /// <summary>So many questions of one request at most.</summary>
    public const int Most = 16;

    private const string Address = AnswersOfSearches.Address + "/together";

    private static readonly object s_part = new();

    /// <summary>Adds them.</summary>
    public void Map(AnswerMap map) => map.Stream(Address, AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        string[] questions = [.. Asked.Of(context, CancellationToken.None).Texts("q")];
        if (questions.Length is 0 or > Most || context.Items.ContainsKey(s_part))
        {
            throw new AnswerException(StatusCodes.Status400BadRequest, ExitCodes.BadCommandLine, FormattableString.Invariant(
                $"together takes one to {Most} questions, none of which is another of its kind: ?q=series/reward&q=policy"));
        }

        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("answers");
            foreach (var question in questions)
            {
                await WriteOneAsync(writer, context, question);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        await AnswerWriter.WriteAsync(context, new Answer { Type = Answer.JsonType, Bytes = buffer.ToArray() });
    }

    private async Task WriteOneAsync(Utf8JsonWriter writer, HttpContext context, string question)
    {
        using var body = new MemoryStream();
        var part = PartOf(context, question);
        part.Response.Body = body;
        await answer(part);
        if (part.Response.ContentType?.Contains("json", StringComparison.Ordinal) != true)
        {
            throw new AnswerException(StatusCodes.Status400BadRequest, ExitCodes.BadCommandLine,
                $"q={question}: what is answered there is no JSON; ask for it alone");
        }

        writer.WriteStartObject();
        writer.WriteNumber("status", part.Response.StatusCode);
        writer.WritePropertyName("body");
        writer.WriteRawValue(body.GetBuffer().AsSpan(0, (int)body.Length), skipInputValidation: true);
        writer.WriteEndObject();
    }

    // The question begins where the address of the search ends, so that it is about that search whatever it says.
    private static DefaultHttpContext PartOf(HttpContext context, string question)
    {
        var id = Uri.EscapeDataString((string)context.Request.RouteValues["id"]!);
        var search = AnswersOfSearches.Address.Replace("{id}", id, StringComparison.Ordinal);
        var end = question.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? mark : question.Length;
        var part = new DefaultHttpContext { RequestAborted = context.RequestAborted };
        part.Request.Method = HttpMethods.Get;
        part.Request.Path = PathString.FromUriComponent(end == 0 ? search : $"{search}/{question[..end]}");
        part.Request.QueryString = new QueryString(question[end..]);
        part.Connection.RemoteIpAddress = context.Connection.RemoteIpAddress;
        part.Items.Add(s_part, null);
        return part;
    }
}
