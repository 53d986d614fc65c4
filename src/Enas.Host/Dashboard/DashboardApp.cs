using System.Diagnostics;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Access;
using Enas.Host.Dashboard.Answers;
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
    private readonly TimeProvider _time;
    private readonly Gate _gate;
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _route;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _following;
    private readonly Lazy<Task> _ending;

    /// <summary>A dashboard that begins to follow what is looked at.</summary>
    /// <param name="options">What it serves, and to whom.</param>
    public DashboardApp(DashboardOptions options, TimeProvider time)
    {
        (_options, _time, _gate) = (options, time, new Gate(options.Access, time, options.Log));
        Served = new ServedSearches(options.Roots, time, options.Log)
        {
            Service = options.Service is { } service ? new ServiceState(service, time) : null,
        };
        _services = new ServiceCollection().AddLogging().AddRouting().AddSingleton(new DiagnosticListener("Enas.Dashboard"))
            .BuildServiceProvider();
        var app = new ApplicationBuilder(_services);
        app.UseRouting();
        app.UseEndpoints(Map);
        _route = app.Build();
        _ending = new Lazy<Task>(EndAsync);
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
            await AnswerWriter.WriteAsync(context, NotFound());
            return;
        }

        request.PathBase = _options.PathBase;
        request.Path = rest.HasValue ? rest : "/";
        var isData = request.Path.Value!.StartsWith(Api, StringComparison.OrdinalIgnoreCase);
        var isAction = isData && HttpMethods.IsPost(request.Method);
        if (_gate.Refuse(request, isData, isAction) is { } refusal)
        {
            await AnswerWriter.WriteAsync(context, Answer.Problem(refusal.Status, refusal.ExitCode, refusal.Words));
        }
        else if (isData)
        {
            await DataAsync(context);
        }
        else
        {
            await AnswerWriter.WriteAsync(context, FileOf(context));
        }
    }

    /// <summary>Ends it; whoever serves it may do so before the one who made it does, and both wait for the same end.</summary>
    public async ValueTask DisposeAsync() => await _ending.Value;

    // Whatever fails on the way, all of it is disposed: what is declared last first.
    private async Task EndAsync()
    {
        await using var services = _services;
        await using var served = Served;
        await _end.CancelAsync();
        await _following;
    }

    private void Map(IEndpointRouteBuilder endpoints)
    {
        var map = new AnswerMap(endpoints, _time, s_longest);
        var answers = new AnswersOfSearches(Served);
        new SearchRoutes(_options, Served, answers).Map(map);
        new ArchitectureRoutes(Served, answers).Map(map);
        new TogetherRoutes(DataAsync).Map(map);
        new EventRoutes(Served, _time, _end.Token).Map(map);
        if (Served.Service is { } service)
        {
            new ServiceRoutes(service, Served).Map(map);
        }
    }

    private async Task DataAsync(HttpContext context)
    {
        try
        {
            await _route(context);
            if (!context.Response.HasStarted && context.Response.ContentType is null && WithoutRoute(context) is { } problem)
            {
                await AnswerWriter.WriteAsync(context, problem);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (Exception error) when (!context.Response.HasStarted && error is not OutOfMemoryException)
        {
            await AnswerWriter.WriteAsync(context, ProblemOf(error));
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // Whoever asked has gone while it was told.
        }
    }

    /// <summary>What there is to say where no route did; null where one did.</summary>
    private static Answer? WithoutRoute(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => NotFound(),
        StatusCodes.Status405MethodNotAllowed => NotAllowed(context),
        _ => null,
    };

    private Answer ProblemOf(Exception error)
    {
        var (status, exitCode, words) = error switch
        {
            AnswerException asked => (asked.Status, asked.ExitCode, asked.Message),
            TimeoutException => (StatusCodes.Status503ServiceUnavailable, ExitCodes.Unavailable,
                $"there was no answer within {s_longest.TotalSeconds:0} seconds; ask again"),
            OperationCanceledException or ObjectDisposedException when _end.IsCancellationRequested =>
                (StatusCodes.Status503ServiceUnavailable, ExitCodes.Stopped, "the dashboard is ending"),
            _ => OfFailure(ErrorMapping.Of(error)),
        };
        return Answer.Problem(status, exitCode, words);
    }

    /// <summary>What a failure of the command line is for a page.</summary>
    internal static (int Status, int ExitCode, string Words) OfFailure(Failure failure) => (failure.ExitCode switch
    {
        ExitCodes.NotFound => StatusCodes.Status404NotFound,
        ExitCodes.BadCommandLine or ExitCodes.BadInput => StatusCodes.Status400BadRequest,
        ExitCodes.Difference or ExitCodes.Inconclusive or ExitCodes.GateFailed => StatusCodes.Status409Conflict,
        ExitCodes.Unavailable or ExitCodes.Stopped => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    }, failure.ExitCode, failure.Lines[0]);

    private Answer FileOf(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return NotAllowed(context);
        }

        if (request.Path == "/healthz")
        {
            return Answer.Text("live\n");
        }

        return PageFiles.Find(request.Path.Value!, _options.PathBase) is not { } file ? NotFound()
            : Asked.Of(context, CancellationToken.None).Has(file.Tag) ? Answer.Unchanged(file.Tag)
            : new Answer { Type = file.Type, Bytes = file.Bytes, Tag = file.Tag };
    }

    private static Answer NotAllowed(HttpContext context) => Answer.Problem(StatusCodes.Status405MethodNotAllowed, ExitCodes.BadCommandLine,
        $"this address does not take {context.Request.Method}; allowed are {context.Response.Headers.Allow}");

    private static Answer NotFound() => Answer.Problem(
        StatusCodes.Status404NotFound, ExitCodes.NotFound, "there is nothing at this address");
}
