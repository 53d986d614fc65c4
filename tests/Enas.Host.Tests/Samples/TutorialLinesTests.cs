using System.Globalization;

namespace Enas.Host.Tests.Samples;

/// <summary>The page on Optuna and NNI counts the lines of our jobs and loops: code without comments and empty lines.</summary>
public sealed class TutorialLinesTests
{
    private static readonly string s_page =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "from-nni-and-optuna.md"));

    [Theory]
    [InlineData("`10_key_features/001_first`", "| {0}, no script |", "quadratic.json")]
    [InlineData("`003_efficient_optimization_algorithms`", "| {0} of a job; ", "pruned.json")]
    [InlineData("`20_recipes/009_ask_and_tell`, first part", "| {0} of a job, ", "quadratic.json")]
    [InlineData("`20_recipes/009_ask_and_tell`, first part", "of a job, {0} of a loop |", "ask_and_tell.py")]
    [InlineData("`20_recipes/002_multi_objective`", "| {0} of a job, one more in the script |", "front.json")]
    public void Lines_of_a_sample(string tutorial, string words, string file) => Stands(tutorial, words,
        LinesOf(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "programs", file))));

    // The second has a space only, for the rest of the first.
    [Fact]
    public void Lines_of_the_jobs_that_are_printed()
    {
        string[] blocks = [.. s_page.Split("```jsonc\n")[1..].Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];
        Assert.Equal(2, blocks.Length);
        var (job, space) = (LinesOf(blocks[0]), LinesOf(blocks[1]));
        var begin = blocks[0].IndexOf("  \"space\"", StringComparison.Ordinal);
        var ownSpace = LinesOf(blocks[0][begin..blocks[0].IndexOf("  \"strategy\"", StringComparison.Ordinal)]);
        Stands("NNI, `hpo_quickstart_pytorch`", "| {0} of a job, 3 in the script |", job);
        Stands("NNI, `hello_nas`", "| {0} of a job: ", job - ownSpace + space);
    }

    private static void Stands(string tutorial, string words, int count) => Assert.Contains(
        words.Replace("{0}", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
        Assert.Single(s_page.Split('\n'), line => line.StartsWith('|') && line.Contains(tutorial, StringComparison.Ordinal)),
        StringComparison.Ordinal);

    private static int LinesOf(string code) => code.Split('\n').Select(line => line.Trim()).Count(line => line.Length > 0
        && !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("\"\"\"", StringComparison.Ordinal));
}
