using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Enas.Host.Tests.Cli;

/// <summary>Names, words and values that somebody else chose, with commands for a terminal and marks that turn the direction of
/// writing in them.</summary>
public sealed class HostileNamesTests : IDisposable
{
    private const string Evil = "e\u001b[31mvil\u202egnp\nx 'y' & <z>";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Nothing_that_people_read_of_a_search_holds_what_cannot_be_seen()
    {
        await _work.TinySearch(Evil);
        await _work.TinySearch("plain");
        foreach (var arguments in (string[][])[
            ["ls", "."], ["show", Evil], ["top", Evil], ["derive", Evil],
                ["compare", Evil, "plain"], ["report", Evil], ["draw", Evil, "--animate"], ["audit", Evil], ["doctor", Evil],
            ["export", Evil, "--format", "csv"], ["replay", Evil], ["repair", Evil],
                ["resume", Evil], ["sql", Evil, "SELECT search, chr(27) || chr(8238) || chr(10) AS \"c\u001b\u202ed\" FROM rewards"]])
        {
            var result = await _work.Enas(arguments);
            Assert.True(result.ExitCode == 0, $"{arguments[0]}: {result.Error}");
            IsVisible(result.Output);
            IsVisible(result.Error);
        }

        var page = await File.ReadAllTextAsync(Path.Combine(_work.Root, Evil, "export", "report.html"));
        IsVisible(page[..page.IndexOf("<script", StringComparison.Ordinal)]);
        Assert.Contains(System.Net.WebUtility.HtmlEncode($"enas replay {CommandText.Quoted(Evil)} --mode full"),
            page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_true_values_and_nothing_in_it_that_cannot_be_seen()
    {
        await _work.TinySearch(Evil);
        foreach (var arguments in (string[][])[["show", Evil], ["sql", Evil, "SELECT search AS name FROM rewards LIMIT 1"]])
        {
            var result = await _work.Enas([.. arguments, "--json"]);
            IsVisible(result.Output);
            Assert.Contains(Evil, Values(result.Json()));
        }

        var csv = await _work.Enas("sql", Evil, "SELECT search FROM rewards LIMIT 1", "--csv");
        Assert.Equal($"search\n\"{Evil}\"\n", csv.Output);
    }

    [Fact]
    public async Task What_was_typed_or_lies_in_a_job_is_quoted_visibly_and_cut()
    {
        var text = Evil + new string('w', 100_000);
        var inJson = JsonSerializer.Serialize(text);
        _work.Write("bad.json", $$"""{ "schemaVersion": 1, "name": {{inJson}}, "seed": {{inJson}}, {{inJson}}: 1 }""");
        foreach (var arguments in (string[][])[
            ["show", text], [text], ["run", text], ["run", "tiny.json", text],
                ["run", "tiny.json", "--set", text], ["run", "tiny.json", "--set", $"seed={text}"], ["validate", "bad.json"],
            ["draw", "--arch", text], ["train", "--arch", text, "--job", "tiny.json"],
                ["ls", text], ["data", "check", text], ["data", "get", text], ["schedule", "trigger", text, "--jobs", "."],
            ["schedule", "add", "tiny", "--jobs", ".", "--cron", text], ["schedule", "add", "tiny",
                "--jobs", ".", "--cron", "0 0 2 * * ?", "--time-zone", text], ["init", "--template", text], ["init", "--out", text]])
        {
            var result = await _work.Enas(arguments);
            Assert.InRange(result.ExitCode, 64, 74);
            Assert.NotEqual(ExitCodes.Bug, result.ExitCode);
            IsVisible(result.Output + result.Error);
            Assert.True(result.Error.Length < 20_000,
                $"{string.Join(' ', arguments.Select(argument => argument[..Math.Min(20, argument.Length)]))}: "
                + $"{result.Error.Length} characters");
        }
    }

    [Fact]
    public void A_message_of_the_service_is_one_visible_line()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddConsole());
        services.Configure<SimpleConsoleFormatterOptions>(text => text.SingleLine = true);
        VisibleFormatter.Install(services);
        using var provider = services.BuildServiceProvider();
        var formatters = provider.GetServices<ConsoleFormatter>().ToArray();
        Assert.Equal(["json", "simple", "systemd"], formatters.Select(formatter => formatter.Name).Order());
        foreach (var formatter in formatters)
        {
            using var writer = new StringWriter();
            formatter.Write(
                new LogEntry<string>(LogLevel.Error, "category", default, Evil, null, (state, _) => $"broken file: {state}"), null, writer);
            Assert.Single(writer.ToString().TrimEnd('\n').Split('\n'));
            Assert.All(writer.ToString().Replace("\u001b[", string.Empty, StringComparison.Ordinal).Where(c => c != '\n'), c =>
                Assert.True(ForeignText.Escaped(c.ToString()) == c.ToString()));
            Assert.DoesNotContain("\u001b[31mvil", writer.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_details_of_a_bug_are_in_a_new_file_that_only_its_user_reads()
    {
        var first = ErrorMapping.WriteDetails(_work.Root, new InvalidOperationException(Evil));
        Assert.NotEqual(first, ErrorMapping.WriteDetails(_work.Root, new InvalidOperationException(Evil)));
        Assert.Matches("enas-bug-[0-9a-f]{16}\\.txt$", first);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(first));
        }

        IsVisible(File.ReadAllText(first));
    }

    private static void IsVisible(string text) => Assert.Equal(ForeignText.EscapedLines(text), text);

    private static IEnumerable<string> Values(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Values(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Values),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
