using System.Net;
using System.Runtime.Versioning;
using Enas.Host.Cli;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Service;

namespace Enas.Host.Tests.Dashboard;

/// <summary><c>enas ui</c> as a process: it says where it is, answers, and ends well.</summary>
public sealed class UiVerbTests
{
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Says_one_address_answers_there_and_ends_well()
    {
        using var work = new WorkFolder();
        await work.TinySearch("runs/one");
        var port = ServiceProbe.FreePort();
        using var ui = EnasProcess.Start(work.Root, "ui", "--listen", $"127.0.0.1:{port}");
        var url = await ui.Process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"http://127.0.0.1:{port}/", url);
        using var http = new HttpClient();
        Assert.Contains("\"one\"", await http.GetStringAsync(
            new Uri(url + "api/v1/searches"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var content = AccessTests.Json();
        using var action = await http.PostAsync(
            new Uri(url + "api/v1/service/jobs/nightly/trigger"), content, TestContext.Current.CancellationToken);
        Assert.Contains("this program only reads and has no actions", await action.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken), StringComparison.Ordinal);

        if (OperatingSystem.IsLinux())
        {
            AssertIsBehindSearches(ui.Process.Id);
        }

        var second = await work.Program("ui", "runs", "--listen", $"127.0.0.1:{port}");
        Assert.Equal(69, second.ExitCode);
        Assert.Single(second.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        ServiceProbe.Terminate(ui.Process);
        Assert.Equal(0, (await ui.EndAsync(ServiceProbe.Longest)).ExitCode);
    }

    // On Linux a priority is that of a thread, and what compiles and collects are threads that were there before the first line of ours.
    private static void AssertIsBehindSearches(int process)
    {
        foreach (var thread in Directory.GetDirectories($"/proc/{process}/task"))
        {
            var state = File.ReadAllText(Path.Combine(thread, "stat"));
            var nice = state[(state.LastIndexOf(')') + 2)..].Split(' ')[16];
            Assert.True(int.Parse(nice, System.Globalization.CultureInfo.InvariantCulture) >= 10, state);
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Token_that_is_given_is_asked_for_on_loopback_too()
    {
        using var work = new WorkFolder();
        await work.TinySearch("runs/one");
        File.SetUnixFileMode(work.Write("token", TokenDashboard.Token + "\n"), UnixFileMode.UserRead);
        var port = ServiceProbe.FreePort();
        using var ui = EnasProcess.Start(work.Root, "ui", "--listen", $"127.0.0.1:{port}", "--token-file", "token");
        var url = await ui.Process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        await AssertListNeedsTokenAsync(url!);
        ServiceProbe.Terminate(ui.Process);
        Assert.Equal(0, (await ui.EndAsync(ServiceProbe.Longest)).ExitCode);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Token_that_is_given_to_a_service_is_asked_for_on_loopback_too()
    {
        using var work = new WorkFolder();
        await work.TinySearch("runs/one");
        Directory.CreateDirectory(Path.Combine(work.Root, "jobs"));
        File.SetUnixFileMode(work.Write("token", TokenDashboard.Token + "\n"), UnixFileMode.UserRead);
        var port = ServiceProbe.FreePort();
        using var serve = EnasProcess.Start(work.Root, "serve", "--ui", "--listen", $"127.0.0.1:{port}", "--token-file", "token");
        await ServiceProbe.UntilReadyAsync(serve, port);
        await AssertListNeedsTokenAsync($"http://127.0.0.1:{port}/");
        ServiceProbe.Terminate(serve.Process);
        Assert.Equal(ExitCodes.Stopped, (await serve.EndAsync(ServiceProbe.Longest)).ExitCode);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Says_the_name_that_it_is_asked_for_by()
    {
        using var work = new WorkFolder();
        Directory.CreateDirectory(Path.Combine(work.Root, "runs"));
        var port = ServiceProbe.FreePort();
        using var ui = EnasProcess.Start(work.Root, "ui", "--listen", $"0.0.0.0:{port}", "--host", "enas.example", "--path-base", "/enas");
        var url = await ui.Process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith($"http://enas.example:{port}/enas/#token=", url, StringComparison.Ordinal);
        ServiceProbe.Terminate(ui.Process);
        var ended = await ui.EndAsync(ServiceProbe.Longest);
        Assert.Equal(0, ended.ExitCode);
        Assert.DoesNotContain("--host NAME", ended.Error, StringComparison.Ordinal); // It was said.
    }

    [Theory]
    [InlineData("no folder", 66, "ui", "nowhere")]
    [InlineData("no address", 64, "ui", "--listen", "here")]
    [InlineData("no path", 64, "ui", "--path-base", "enas")]
    [InlineData("no host", 64, "ui", "--host", "a:80")]
    [InlineData("no token", 66, "ui", "--token-file", "nowhere")]
    public async Task What_it_cannot_do_is_one_error(string what, int exitCode, params string[] arguments)
    {
        using var work = new WorkFolder();
        var refused = await work.Enas(arguments);
        Assert.True(refused.ExitCode == exitCode, $"{what}: {refused}");
        Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task AssertListNeedsTokenAsync(string root)
    {
        using var http = new HttpClient();
        var list = new Uri(root + "api/v1/searches");
        using var refused = await http.GetAsync(list, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", TokenDashboard.Token);
        Assert.Contains("\"one\"", await http.GetStringAsync(list, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
