using System.Diagnostics;
using Enas.Host.Cli;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Cli;

/// <summary>Commands that are printed can be pasted.</summary>
public sealed class CommandTextTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("runs/quick-start_1.2", "runs/quick-start_1.2")]
    [InlineData("@last", "@last")]
    [InlineData("my search", "'my search'")]
    [InlineData("", "''")]
    [InlineData("it's $HOME `x` \"y\"", @"'it'\''s $HOME `x` ""y""'")]
    [InlineData("~", "'~'")]
    [InlineData("a\nb'\\\u202e", @"$'a\x0ab\'\\\U0000202e'")]
    public void A_word_is_quoted_where_a_shell_would_take_it_for_more(string word, string quoted) =>
        Assert.Equal(quoted, CommandText.Quoted(word));

    [Theory]
    [InlineData("my search")]
    [InlineData("-x 'y' \\ $(date) * ; ! #")]
    [InlineData("tab\tline\nescape\u001b[31m")]
    [InlineData("right\u202eleft grün 検索 🧠")]
    public async Task A_shell_reads_a_quoted_word_back(string word)
    {
        using var shell = ProcessStarts.Start(new ProcessStartInfo("bash", ["-c", $"printf %s {CommandText.Quoted(word)}"])
        {
            RedirectStandardOutput = true,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        })!;
        Assert.Equal(word, await shell.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public void The_program_is_called_by_the_name_that_finds_it()
    {
        var program = _work.Write("app/enas", "");
        _work.Write("other/enas", "");
        Directory.CreateDirectory(In("bin"));
        File.CreateSymbolicLink(In("bin/enas"), program);
        Assert.Equal("enas", CommandText.ProgramOf(program, null, $"{In("empty")}:{In("app")}", _work.Root));
        Assert.Equal("enas", CommandText.ProgramOf(program, null, In("bin"), _work.Root));
        Assert.Equal("app/enas", CommandText.ProgramOf(program, null, $"{In("other")}:{In("bin")}", _work.Root));
        Assert.Equal("./enas", CommandText.ProgramOf(program, null, null, In("app")));
        Assert.Equal(program, CommandText.ProgramOf(program, null, "", In("bin")));
        Assert.Equal($"dotnet {In("app/enas.dll")}", CommandText.ProgramOf("/usr/bin/dotnet", In("app/enas.dll"), In("bin"), In("bin")));
    }

    [Fact]
    public async Task The_next_command_of_a_run_does_what_it_says_when_it_is_pasted()
    {
        var run = await _work.Enas("run", "tiny.json", "--out", "my 'own' search", "--stop-after-steps", "2");
        Assert.Equal(75, run.ExitCode);
        string[] commands = [.. run.Output.Split('\n').SkipWhile(line => !line.StartsWith("next ", StringComparison.Ordinal))
            .Where(line => line.Length > 0).Select(line => line[13..])];
        Assert.Equal(2, commands.Length);
        foreach (var command in commands)
        {
            using var shell = ProcessStarts.Start(new ProcessStartInfo("bash", ["-c", command])
            {
                WorkingDirectory = _work.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true
            })!;
            var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
            await shell.WaitForExitAsync();
            Assert.True(shell.ExitCode == 0, $"{command}: {await error}");
            Assert.Contains("my 'own' search", await output, StringComparison.Ordinal);
        }
    }

    private string In(string name) => Path.Combine(_work.Root, name);
}
