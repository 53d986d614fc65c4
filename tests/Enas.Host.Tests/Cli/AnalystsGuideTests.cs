using System.Text;
using System.Text.RegularExpressions;

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
        var guide = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "analysts-guide.md"));
        string[] commands = [.. Blocks().Matches(guide).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.True(commands.Length > 20);
        foreach (var command in commands)
        {
            string[] words = [.. Words(command)];
            Assert.Equal("enas", words[0]);
            var result = await _work.Enas(words[1..]);
            Assert.True(result.ExitCode == 0, $"{command}\n{result.Error}");
        }
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
