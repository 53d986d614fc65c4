using System.Text.RegularExpressions;
using Enas.Host.Cli;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Service;

/// <summary>The commands of the operator's guide, run as they stand, in order.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public async Task Commands_of_the_operators_guide_run()
    {
        using var work = new WorkFolder();
        Directory.CreateDirectory(Path.Combine(work.Root, "jobs"));
        File.Copy(work.Tiny, Path.Combine(work.Root, "jobs", "tiny.json"));
        var guide = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "operators-guide.md"), TestContext.Current.CancellationToken);
        var commands = Block().Matches(guide)
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.True(commands.Length >= 7);
        foreach (var command in commands)
        {
            var words = Word().Matches(command).Select(word => word.Value.Trim('"')).ToArray();
            Assert.Equal("enas", words[0]);
            var result = words[1] == "serve" ? await ServeAsync(work, words[1..]) : await work.Enas(words[1..]);
            Assert.True(result.ExitCode == (words[1] == "serve" ? ExitCodes.Stopped : ExitCodes.Done), $"{command}: {result.Error}");
        }

        Assert.Equal(commands.Length, Command().Count(guide)); // A command that stands anywhere else is not run.
    }

    /// <summary>Lets a service start, and stops it.</summary>
    private static async Task<EnasResult> ServeAsync(WorkFolder work, string[] words)
    {
        var port = ServiceProbe.FreePort();
        using var serve = EnasProcess.Start(work.Root, [.. words, "--listen", $"127.0.0.1:{port}"]);
        await ServiceProbe.UntilReadyAsync(serve, port);
        ServiceProbe.Terminate(serve.Process);
        return await serve.EndAsync(ServiceProbe.Longest);
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^\\s*enas ", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();
}
