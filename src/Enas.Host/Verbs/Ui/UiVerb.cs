using System.Runtime.InteropServices;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Dashboard;
using Enas.Host.Dashboard.Access;
using Enas.Host.Searches;
using Enas.Host.Service;
using Enas.Host.Settings;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Ui;

/// <summary>What <c>enas ui</c> was asked.</summary>
internal sealed record UiArguments(
    IReadOnlyList<string> Folders, string Listen, IReadOnlyList<string> Hosts, string? PathBase, string? TokenFile);

/// <summary>Serves the dashboard until a signal. Writes nothing.</summary>
internal static class UiVerb
{
    public static async Task<int> RunAsync(UiArguments arguments, HostSettings settings, Terminal terminal)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        if (EarlyStop.Take())
        {
            return ExitCodes.Done;
        }

        var options = OptionsOf(arguments, settings) with { Log = new RemarkLogger(terminal) };
        OwnPriority.BeBehindSearches();
        await using var server = await DashboardServer.StartAsync(
            new DashboardApp(options, TimeProvider.System), ListenAddress.Checked(arguments.Listen));
        Tell(arguments, options, terminal);
        await end.Task;
        return ExitCodes.Done;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            end.TrySetResult();
        }
    }

    private static void Tell(UiArguments arguments, DashboardOptions options, Terminal terminal)
    {
        var token = options.Access is { ReadingNeedsToken: true, Token.Made: { } made } ? $"#token={made}" : string.Empty;
        terminal.Line($"{ListenAddress.Url(arguments.Listen, arguments.Hosts)}{options.PathBase}/{token}");
        var folders = options.Roots.Select(root => ForeignText.Shown(CommandText.PathFromHere(root)));
        terminal.Line($"shows the searches of {string.Join(", ", folders)} and changes nothing; Ctrl+C ends it");
        if (!ListenAddress.IsLoopback(arguments.Listen))
        {
            terminal.Remark($"enas: {arguments.Listen} can be reached from other machines, and plain HTTP shows the token to whoever can "
                + "listen on the way: put a proxy with TLS before it (docs/dashboard.md)"
                + (arguments.Hosts.Count > 0 ? string.Empty : ". --host NAME says by which name it is asked for"));
        }
    }

    private static DashboardOptions OptionsOf(UiArguments arguments, HostSettings settings)
    {
        var isReached = !ListenAddress.IsLoopback(ListenAddress.Checked(arguments.Listen));
        var given = arguments.TokenFile is { } file ? UiToken.OfFile(Surroundings.FullPath(file))
            : settings.Ui.Token.Length > 0 ? UiToken.Of(settings.Ui.Token, "ENAS__Ui__Token") : null;
        return new DashboardOptions
        {
            Roots = RootsOf(arguments.Folders.Count > 0 ? arguments.Folders : [settings.Runs.Root], arguments.Folders.Count > 0),
            PathBase = PathBaseOf(arguments.PathBase),
            Access = new AccessRules
            {
                Hosts = AllowedHosts.Of([ListenAddress.HostOf(arguments.Listen) ?? "localhost", .. arguments.Hosts], "--host"),
                HostCommand = "enas ui --host NAME",
                NoActions = "this program only reads and has no actions; enas serve --ui has some",
                Token = given ?? (isReached ? UiToken.Create() : null),
                ReadingNeedsToken = isReached || given is not null,
            },
        };
    }

    private static List<string> RootsOf(IReadOnlyList<string> folders, bool areGiven)
    {
        var roots = new List<string>();
        foreach (var folder in folders)
        {
            var root = Surroundings.FullPlace(folder);
            if (areGiven && !StoreCatalog.IsAddress(root) && !Directory.Exists(root))
            {
                // A name of a search is as good as its folder.
                root = SearchLocator.Find(folder);
            }

            if (!roots.Contains(root))
            {
                roots.Add(root);
            }
        }

        return roots;
    }

    private static string PathBaseOf(string? given)
    {
        if (given is null or "" or "/")
        {
            return string.Empty;
        }

        var path = given.TrimEnd('/');
        return path.StartsWith('/') && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.')
            ? path : throw new CommandLineException($"--path-base {ForeignText.Shown(given)}: expected a path such as /enas");
    }
}
