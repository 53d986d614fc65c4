using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.TestKit.Processes;

namespace Enas.TestKit.Browser;

/// <summary>
/// A headless Chromium with one page, spoken to by the DevTools protocol (https://chromedevtools.github.io/devtools-protocol). It hears of
/// every request, console message and exception of the page.
/// </summary>
public sealed partial class HeadlessChromium : IAsyncDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _limit;
    private readonly List<string> _requests = [];
    private readonly List<string> _complaints = [];
    private int _lastId;

    private HeadlessChromium(Process process, string profile, TimeSpan longest) =>
        (_process, _profile, _limit) = (process, profile, new CancellationTokenSource(longest));

    /// <summary>The number of its first process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Addresses that the page asked for, its own included.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>Errors and warnings of the console, exceptions, and violations of the page's policy.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Starts one.</summary>
    /// <exception cref="FileNotFoundException">There is none; eng/test installs it.</exception>
    public static Task<HeadlessChromium> StartAsync() => StartAsync(s_longest);

    /// <summary>Starts one for several tests.</summary>
    /// <param name="longest">How long they may take together.</param>
    /// <exception cref="FileNotFoundException">There is none; eng/test installs it.</exception>
    public static async Task<HeadlessChromium> StartAsync(TimeSpan longest)
    {
        var profile = Directory.CreateTempSubdirectory("enas-chromium-").FullName;
        var start = new ProcessStartInfo(Find()) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["--headless",
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"])
        {
            start.ArgumentList.Add(argument);
        }

        var process = ProcessStarts.Start(start);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var chromium = new HeadlessChromium(process, profile, longest);
        try
        {
            await chromium.ConnectAsync();
            return chromium;
        }
        catch
        {
            await chromium.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file and waits until it is loaded.</summary>
    public Task OpenAsync(string file) => OpenAsync(new Uri(Path.GetFullPath(file)));

    /// <summary>Opens an address and waits until it is loaded.</summary>
    public async Task OpenAsync(Uri address)
    {
        await SendAsync("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri });
        await WaitForAsync("document.readyState === 'complete'");
    }

    /// <summary>Sets the width and height of the page in CSS pixels, and what it is told of the reader's theme.</summary>
    public async Task SetViewAsync(int width, int height, bool isDark, bool isPhone)
    {
        await SendAsync("Emulation.setDeviceMetricsOverride",
            new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = isPhone });
        await SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = string.Empty, ["features"] = Theme(isDark) });
    }

    /// <summary>Lays the page out as for paper of this width, for a reader with a dark theme, after telling its script
    /// as printing does.</summary>
    public async Task ShowPaperAsync(int width)
    {
        await EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        await SendAsync("Emulation.setDeviceMetricsOverride",
            new JsonObject { ["width"] = width, ["height"] = 1000, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "print", ["features"] = Theme(isDark: true) });
    }

    /// <summary>The value of an expression in the page; promises are awaited.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await SendAsync(
            "Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } fault
            ? throw new InvalidOperationException(fault.ToJsonString()) : answer["result"]!["value"]?.DeepClone();
    }

    /// <summary>A picture of what is seen, as PNG.</summary>
    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((string)(await SendAsync("Page.captureScreenshot", []))["data"]!);

    /// <summary>The page as it is printed, as PDF.</summary>
    public async Task<byte[]> PrintAsync() =>
        Convert.FromBase64String((string)(await SendAsync("Page.printToPDF", new JsonObject { ["printBackground"] = true }))["data"]!);

    private static JsonArray Theme(bool isDark) =>
        new(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _limit.Dispose();
        await DeleteProfileAsync();
    }

    // The browser's children may still be writing to it for a moment after they were killed.
    private async Task DeleteProfileAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(_profile, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                await Task.Delay(50);
            }
        }
    }

    private static string Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
         from name in new[] { "chromium", "chromium-browser", "google-chrome" }
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault()
             ?? throw new FileNotFoundException("no chromium on the path: eng/test installs it, or install the Debian package chromium");

    private async Task ConnectAsync()
    {
        using var client = new HttpClient();
        var targets = JsonNode.Parse(
            await client.GetStringAsync(new Uri($"http://127.0.0.1:{await PortAsync()}/json/list"), _limit.Token))!.AsArray();
        var page = targets.First(target => (string?)target!["type"] == "page")!;
        await _socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), _limit.Token);
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"])
        {
            await SendAsync($"{domain}.enable", []);
        }
    }

    private async Task<int> PortAsync()
    {
        var file = Path.Combine(_profile, "DevToolsActivePort");
        while (true)
        {
            if (File.Exists(file) && (await File.ReadAllLinesAsync(file, _limit.Token)) is [var port, ..]
                && int.TryParse(port, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            if (_process.HasExited)
            {
                throw new InvalidOperationException($"chromium ended with exit code {_process.ExitCode}");
            }

            await Task.Delay(20, _limit.Token);
        }
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        var id = ++_lastId;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, _limit.Token);
        while (true)
        {
            var received = await ReceiveAsync();
            if ((int?)received["id"] == id)
            {
                return received["error"] is { } error
                    ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : received["result"]!;
            }

            Hear((string?)received["method"], received["params"]);
        }
    }

    private void Hear(string? method, JsonNode? happened)
    {
        switch (method)
        {
            case "Network.requestWillBeSent":
                _requests.Add((string)happened!["request"]!["url"]!);
                break;
            case "Runtime.consoleAPICalled" when (string?)happened!["type"] is "error" or "warning" or "assert":
            case "Runtime.exceptionThrown":
            case "Log.entryAdded" when (string?)happened!["entry"]!["level"] is "error" or "warning":
                _complaints.Add(happened!.ToJsonString());
                break;
            default:
                break;
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), _limit.Token);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(message.ToArray())!;
            }
        }
    }
}
