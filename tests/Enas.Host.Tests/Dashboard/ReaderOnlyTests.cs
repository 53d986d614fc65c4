using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Dashboard;

/// <summary>A folder with a search that is whole, one that was stopped, one that is damaged, one with another job file, one
/// that is none, and names with markup.</summary>
public sealed class MixedDashboard : ServedDashboard
{
    public const string Markup = "<img src=x onerror=alert(1)>";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Work.TinySearch("runs/stopped", "--stop-after-steps", "4");
        await Work.TinySearch("runs/damaged");
        await Work.TinySearch("runs/" + Markup);
        Directory.CreateDirectory(Path.Combine(Root, "nothing"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "outside"), Path.Combine(Work.Root, "elsewhere", "one"));
        await Work.TinySearch("elsewhere/one");
        Flip(Directory.GetFiles(Path.Combine(Root, "damaged", "segments")).Order(StringComparer.Ordinal).ElementAt(3));
        await Work.TinySearch("runs/edited");
        await File.AppendAllTextAsync(Path.Combine(Root, "edited", "job.json"), "\n");
    }

    internal static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}

/// <summary>A dashboard changes nothing, and what is damaged or foreign is words and no crash.</summary>
public sealed class ReaderOnlyTests(MixedDashboard served) : IClassFixture<MixedDashboard>
{
    private static readonly string[] s_views =
    [
        "", "/series/reward", "/series/loss", "/series/entropy", "/series/unique", "/series/rate", "/operations", "/policy",
        "/architectures",
        "/fidelity", "/pareto", "/training", "/audit", "/job?resolved=1",
    ];

    [Fact]
    public async Task Folders_are_as_they_were_after_everything_was_looked_at()
    {
        var before = Digest();
        var list = await served.JsonAsync("searches");
        foreach (var id in (string[])["one", "stopped", "damaged", "edited", MixedDashboard.Markup])
        {
            foreach (var view in s_views)
            {
                await served.JsonAsync($"searches/{Uri.EscapeDataString(id)}{view}");
            }
        }

        await served.JsonAsync("compare?s=one&s=stopped");
        await served.JsonAsync("compare?s=one&s=stopped&x=seconds");
        await served.JsonAsync("system");
        Assert.Equal(before, Digest());
        Assert.Equal(5, list.GetProperty("total").GetInt32() + list.GetProperty("unreadable").GetArrayLength());
    }

    [Fact]
    public async Task Damage_is_said_and_what_is_before_it_is_shown()
    {
        var overview = await served.JsonAsync("searches/damaged");
        Assert.Equal("damaged", overview.GetProperty("status").GetString());
        Assert.Contains(overview.GetProperty("notices").EnumerateArray(), notice => notice.GetProperty("kind").GetString() == "damage");
        Assert.True(overview.GetProperty("events").GetInt64() > 0);
        var audit = await served.JsonAsync("searches/damaged/audit");
        Assert.NotNull(audit.GetProperty("damage").GetString());
        string[] commands = [.. CommandsOf(overview)];
        Assert.Equal(commands, CommandsOf(audit));
        Assert.Contains(commands, command => command.EndsWith("damaged --yes", StringComparison.Ordinal)
            && command.Contains(" repair ", StringComparison.Ordinal));
        Assert.DoesNotContain(commands, command => command.Contains(" train ", StringComparison.Ordinal));
        var unreadable = (await served.JsonAsync("searches")).GetProperty("unreadable").EnumerateArray()
            .Select(one => one.GetProperty("id").GetString());
        Assert.Contains("damaged", unreadable);
    }

    [Fact]
    public async Task Job_file_that_was_edited_is_no_damage_of_the_log_and_no_repair_is_offered()
    {
        var overview = await served.JsonAsync("searches/edited");
        Assert.Equal("damaged", overview.GetProperty("status").GetString());
        var words = Assert.Single(overview.GetProperty("notices").EnumerateArray(),
            notice => notice.GetProperty("kind").GetString() == "damage").GetProperty("words").GetString()!;
        Assert.StartsWith("job.json is not the file that the search was begun with", words, StringComparison.Ordinal);
        Assert.EndsWith("The log itself was verified, and all of it is shown.", words, StringComparison.Ordinal);
        Assert.DoesNotContain(CommandsOf(overview), command => command.Contains("repair", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_that_was_stopped_says_how_to_go_on()
    {
        var overview = await served.JsonAsync("searches/stopped");
        Assert.Equal("stopped", overview.GetProperty("status").GetString());
        Assert.False(overview.GetProperty("isFinal").GetBoolean());
        Assert.Contains(overview.GetProperty("commands").EnumerateArray(),
            command => command.GetProperty("command").GetString()!.Contains("resume", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_are_text_and_links_out_of_the_folder_are_not_followed()
    {
        var ids = (await served.JsonAsync("searches")).GetProperty("rows").EnumerateArray()
            .Select(row => row.GetProperty("id").GetString()).ToArray();
        Assert.Contains(MixedDashboard.Markup, ids);
        Assert.DoesNotContain("outside", ids);
        var page = new Uri($"/api/v1/searches/{Uri.EscapeDataString(MixedDashboard.Markup)}", UriKind.Relative);
        using var answer = await served.Http.GetAsync(page, TestContext.Current.CancellationToken);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal); // Escaped, so that not even a browser that guesses sees a tag.
        Assert.Equal(MixedDashboard.Markup, JsonElement.Parse(text).GetProperty("name").GetString());
    }

    /// <summary>Whoever may write into the folder does not see by the server what only its reader may read.</summary>
    [Theory]
    [InlineData("job.json", "job")]
    [InlineData("job.resolved.json", "job?resolved=true")]
    public async Task A_link_in_the_place_of_a_job_file_is_not_followed(string name, string address)
    {
        const string Secret = "{ \"name\": \"s3cret\" }";
        using var work = new WorkFolder();
        await work.TinySearch("one");
        var path = Path.Combine(work.Root, "one", name);
        File.Delete(path);
        File.CreateSymbolicLink(path, work.Write("secret", Secret));
        await using var app = served.App(TimeProvider.System, Path.Combine(work.Root, "one"));
        foreach (var asked in (string[])["one", $"one/{address}", "one/audit"])
        {
            var context = Asking.For($"/api/v1/searches/{asked}");
            await app.AnswerAsync(context);
            Assert.DoesNotContain("s3cret", context.Answered(), StringComparison.Ordinal);
        }

        var refused = Asking.For($"/api/v1/searches/one/{address}");
        await app.AnswerAsync(refused);
        Assert.Contains($"{name} is a symbolic link", refused.Answered(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> CommandsOf(JsonElement answer) => answer.GetProperty("commands").EnumerateArray()
        .Select(command => command.GetProperty("command").GetString()!);

    private string Digest()
    {
        var text = new StringBuilder();
        foreach (var path in Directory.EnumerateFileSystemEntries(served.Work.Root, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            text.Append(path).Append(File.GetLastWriteTimeUtc(path).Ticks)
                .Append(File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : string.Empty).Append('\n');
        }

        return text.ToString();
    }
}
