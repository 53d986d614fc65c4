using System.Globalization;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Layering;
using Enas.Host.Tests.Service;
using Enas.TestKit.Browser;

namespace Enas.Host.Tests.Dashboard.Browser;

/// <summary>
/// A folder of searches, <c>enas ui</c> that serves it, and a browser: made once for all tests of the page. With ENAS_SCREENSHOTS=FOLDER
/// pictures are kept there, to be looked at; eng/screenshots takes those of the documents from them.
/// </summary>
public sealed class BrowsedSearches : IAsyncLifetime
{
    /// <summary>A name that would be a picture and a script if anything took it for markup.</summary>
    public const string Hostile = "<img src=x onerror=hit=1>";

    /// <summary>Whether nothing is asked for and every chart in view is drawn, as an expression of the page.</summary>
    public const string IsDrawn = "!document.querySelector('[aria-busy=true]') "
        + "&& ![...document.querySelectorAll('.waiting')].some(one => one.getBoundingClientRect().top < innerHeight)";

    private readonly WorkFolder _work = new();
    private EnasProcess? _server;

    /// <summary>Where the pages are, without a slash at the end.</summary>
    public string Root { get; private set; } = string.Empty;

    public HeadlessChromium Chromium { get; private set; } = null!;

    /// <summary>Its port, on which it can be started again.</summary>
    public int Port { get; } = ServiceProbe.FreePort();

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_work.Root, "runs"));
        await Task.WhenAll(
            MakeAsync("run", "quickstart.json", "--out", "runs/quickstart"),
            MakeAsync("run", "quickstart.json", "--out", "runs/quickstart-seed-2", "--set", "seed=2", "--set", "budget.rounds=2"),
            SharedSearches.CopyAsync(Path.Combine(_work.Root, "runs", Hostile), ["--set", "tags=[\"<b>bold</b>\"]"]),
            SharedSearches.CopyAsync(Path.Combine(_work.Root, "runs", "macro"), "tiny-macro.json", []));
        await MakeAsync("train", "runs/quickstart", "--set", "train.epochs=2", "--out", "runs/quickstart-train");
        await StartServerAsync();
        Chromium = await HeadlessChromium.StartAsync(TimeSpan.FromMinutes(4));
    }

    public async ValueTask DisposeAsync()
    {
        if (Chromium is not null)
        {
            await Chromium.DisposeAsync();
        }

        StopServer();
        _work.Dispose();
    }

    /// <summary>A command line in the folder.</summary>
    public Task<EnasResult> Enas(params string[] arguments) => _work.Enas(arguments);

    /// <summary>Starts the server and waits until it answers.</summary>
    public async Task StartServerAsync()
    {
        _server = EnasProcess.Start(_work.Root, "ui", "runs", "--listen", $"127.0.0.1:{Port}");
        Root = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");
        await UntilAnsweredAsync(_server);
    }

    public void StopServer()
    {
        _server?.Dispose();
        _server = null;
    }

    /// <summary>Opens a page by its address below the root and waits until it shows what it is of.</summary>
    public async Task OpenAsync(string page, string shown)
    {
        await Chromium.OpenAsync(new Uri(Root + page));
        await Chromium.WaitForTextAsync(shown);
        await DrawnAsync();
    }

    /// <summary>Waits until nothing is asked for and every chart in view is drawn: a chart is asked for when it comes near the
    /// view.</summary>
    public Task DrawnAsync() => Chromium.WaitForAsync(IsDrawn);

    /// <summary>Keeps a picture of what is seen, where pictures are wanted.</summary>
    public async Task KeepAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("ENAS_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"dashboard-{name}.png"), await Chromium.ScreenshotAsync());
        }
    }

    /// <summary>axe-core, which eng/ui brings: https://github.com/dequelabs/axe-core, MPL-2.0. It is a tool of the tests and not
    /// shipped.</summary>
    public static Task<string> AxeAsync()
    {
        var file = SourceProject.PathOf("src", "Enas.Host", "Dashboard", "client", "node_modules", "axe-core", "axe.min.js");
        return File.Exists(file) ? File.ReadAllTextAsync(file)
            : throw new FileNotFoundException("there is no axe-core: eng/ui brings it, and eng/test calls eng/ui", file);
    }

    private async Task UntilAnsweredAsync(EnasProcess server)
    {
        using var http = new HttpClient();
        while (true)
        {
            Assert.False(server.Process.HasExited, "enas ui has ended");
            try
            {
                using var answer = await http.GetAsync(new Uri(Root + "/api/v1/about"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(20);
        }
    }

    private async Task MakeAsync(params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
