using Enas.Host.Cli;

namespace Enas.Host.Tests.Cli;

/// <summary>What looks like an option is no folder, search or file, however many of those a verb takes.</summary>
public sealed class UnknownOptionsTests
{
    [Theory]
    [InlineData("'--read-only' is no option of ui", "ui", "--read-only")]
    [InlineData("'--jsn' is no option of compare - did you mean \"--json\"?", "compare", "one", "two", "--jsn")]
    [InlineData("'--alll' is no option of sql - did you mean \"--all\"?", "sql", "one", "SELECT 1", "--alll")]
    [InlineData("'--what=1' is no option of predict", "predict", "one", "--what=1")]
    public async Task One_that_there_is_not_is_refused(string words, params string[] arguments)
    {
        using var work = new WorkFolder();
        var refused = await work.Enas(arguments);
        Assert.Equal(ExitCodes.BadCommandLine, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.Contains("See: ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_may_begin_with_a_comment()
    {
        using var work = new WorkFolder();
        await work.TinySearch("one");
        var answered = await work.Enas("sql", "one", "--counts\nSELECT count(*) AS n FROM events", "--json");
        Assert.Equal(ExitCodes.Done, answered.ExitCode);
    }
}
