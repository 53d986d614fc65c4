using System.Diagnostics;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Access;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Dashboard.Live;
using Enas.Host.Dashboard.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Dashboard;

/// <summary>
/// The dashboard as one function of requests, for a server of its own or beside other paths of one. It looks at every request first, and
/// answers data, the page's files and nothing else. It reads; what acts is handed to whoever serves.
/// </summary>
internal sealed class DashboardApp : IAsyncDisposable
{
    private const string Api = "/api/";

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    private readonly DashboardOptions _options;
    private readonly Gate _gate;
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _route;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _following;

    /// <summary>A dashboard that begins to follow what is looked at.</summary>
    /// <param name="options">What it serves, and to whom.</param>
    public DashboardApp(DashboardOptions options, TimeProvider time)
    {
        (_options, _gate) = (options, new Gate(options.Access, time));
        Served = new ServedSearches(options.Roots, time) { Service = options.Service };
        _services = new ServiceCollection().AddLogging().AddRouting().AddSingleton(new DiagnosticListener("Enas.Dashboard"))
            .BuildServiceProvider();
        var app = new ApplicationBuilder(_services);
        app.UseRouting();
        app.UseEndpoints(Map);
        _route = app.Build();
        _following = Task.Run(() => Served.FollowAsync(_end.Token));
    }

    /// <summary>The searches that are served.</summary>
    public ServedSearches Served { get; }

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        PageHeaders.Set(context.Response);
        if (!request.Path.StartsWithSegments(_options.PathBase, out var rest))
        {
            await NotFoundAsync(context);
            return;
        }

        request.PathBase = _options.PathBase;
        request.Path = rest.HasValue ? rest : "/";
        var isData = request.Path.Value!.StartsWith(Api, StringComparison.OrdinalIgnoreCase);
        var isAction = isData && HttpMethods.IsPost(request.Method);
        if (_gate.Refuse(request, isData, isAction) is { } refusal)
        {
            await AnswerWriter.ProblemAsync(context, refusal.Status, refusal.ExitCode, refusal.Words);
        }
        else if (isData)
        {
            await DataAsync(context);
        }
        else
        {
            await FileAsync(context);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested)
        {
            return; // Whoever serves it may end it before the one who made it does.
        }

        await _end.CancelAsync();
        await _following;
        await Served.DisposeAsync();
        await _services.DisposeAsync();
    }

    private void Map(IEndpointRouteBuilder endpoints)
    {
        new SearchRoutes(_options, Served).Map(endpoints);
        new EventRoutes(Served, _end.Token).Map(endpoints);
        if (_options.Service is { } service)
        {
            new ServiceRoutes(service, Served).Map(endpoints);
        }
    }

    private async Task DataAsync(HttpContext context)
    {
        try
        {
            // A stream of news has no end, and looks itself whether anybody listens.
            var answer = _route(context);
            await (context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal) ? answer : answer.WaitAsync(s_longest));
            if (context.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
                && !context.Response.HasStarted)
            {
                await (context.Response.StatusCode == StatusCodes.Status404NotFound ? NotFoundAsync(context)
                    : AnswerWriter.ProblemAsync(context, StatusCodes.Status405MethodNotAllowed, ExitCodes.BadCommandLine,
                        "this address is only read"));
            }
        }
        catch (Exception error) when (!context.Response.HasStarted && error is not OutOfMemoryException)
        {
            var (status, exitCode, words) = ProblemOf(error);
            await AnswerWriter.ProblemAsync(context, status, exitCode, words);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // Whoever asked has gone.
        }
    }

    private static (int Status, int ExitCode, string Words) ProblemOf(Exception error) => error switch
    {
        AnswerException asked => (asked.Status, asked.ExitCode, asked.Message),
        TimeoutException => (StatusCodes.Status503ServiceUnavailable, ExitCodes.Unavailable,
            $"there was no answer within {s_longest.TotalSeconds:0} seconds; ask again"),
        _ => OfFailure(ErrorMapping.Of(error)),
    };

    /// <summary>What a failure of the command line is for a page.</summary>
    internal static (int Status, int ExitCode, string Words) OfFailure(Failure failure) => (failure.ExitCode switch
    {
        ExitCodes.NotFound => StatusCodes.Status404NotFound,
        ExitCodes.BadCommandLine or ExitCodes.BadInput => StatusCodes.Status400BadRequest,
        ExitCodes.Difference or ExitCodes.Inconclusive or ExitCodes.GateFailed => StatusCodes.Status409Conflict,
        ExitCodes.Unavailable or ExitCodes.Stopped => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    }, failure.ExitCode, failure.Lines[0]);

    private async Task FileAsync(HttpContext context)
    {
        if (context.Request.Path == "/healthz")
        {
            await AnswerWriter.BytesAsync(context, "live\n"u8.ToArray(), "text/plain; charset=utf-8");
        }
        else if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await AnswerWriter.ProblemAsync(
                context, StatusCodes.Status405MethodNotAllowed, ExitCodes.BadCommandLine, "this address is only read");
        }
        else if (PageFiles.Find(context.Request.Path.Value!, _options.PathBase) is not { } file)
        {
            await NotFoundAsync(context);
        }
        else if (!AnswerWriter.IsKnown(context, file.Tag))
        {
            await AnswerWriter.BytesAsync(context, file.Bytes, file.Type);
        }
    }

    private static Task NotFoundAsync(HttpContext context) => AnswerWriter.ProblemAsync(
        context, StatusCodes.Status404NotFound, ExitCodes.NotFound, "there is nothing at this address");
}
