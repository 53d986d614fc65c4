using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Cli;

/// <summary>Every command of the analyst's guide, in its order.</summary>
public sealed partial class AnalystsGuideTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Every_command_of_the_guide_succeeds()
    {
        // A smaller job under the name of the quick start: the commands are the same, and take seconds.
        _work.Write("jobs/quickstart.json", await File.ReadAllTextAsync(_work.Tiny));
        _work.Write("samples/analyse.cs", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "samples", "analyse.cs")));
        var guide = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "analysts-guide.md"));
        string[] commands = [.. Blocks()
            .Matches(guide).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.True(commands.Length > 20);
        foreach (var command in commands)
        {
            string[] words = [.. Words(command)];
            Assert.Contains(words[0], (string[])["enas", "dotnet"]);
            var result = words[0] == "enas" ? await _work.Enas(words[1..]) : await DotnetAsync(words[1..]);
            Assert.True(result.ExitCode == 0, $"{command}\n{result.Output}\n{result.Error}");
            Assert.True(words[0] == "enas" || result.Output.Contains("best architectures", StringComparison.Ordinal), result.Output);
        }
    }

    // What it builds goes with the folder of the test.
    private async Task<EnasResult> DotnetAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _work.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["XDG_DATA_HOME"] = Directory.CreateDirectory(Path.Combine(_work.Root, "data")).FullName;
        using var process = ProcessStarts.Start(start);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return new EnasResult(process.ExitCode, await output, await error);
    }

    // As a shell splits them: quotes hold together.
    private static IEnumerable<string> Words(string command)
    {
        var (word, isQuoted) = (new StringBuilder(), false);
        foreach (var character in command + " ")
        {
            if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (character != ' ' || isQuoted)
            {
                word.Append(character);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
