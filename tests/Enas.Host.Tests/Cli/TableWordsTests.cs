using Enas.Host.Tests.Report;

namespace Enas.Host.Tests.Cli;

/// <summary>What people read of searches in a table of results: what is not in it, what is wrong with it, what a branch and a replay of
/// one come to.</summary>
public sealed class TableWordsTests : IDisposable
{
    private const string NotThere = "because their architectures are not in the table";

    private static readonly string[] s_lines = SeedSearches.Table().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_table_that_has_none_of_what_is_looked_up_is_told_as_such_everywhere()
    {
        _work.Write("table.csv", string.Join('\n', s_lines[..6]));
        var run = await RunAsync("random", "search");
        Assert.Equal(12, run.ExitCode);
        Assert.Contains("best     nothing is chosen: none of the architectures that were looked up is in the table\n", run.Output,
            StringComparison.Ordinal);
        Assert.Contains($"failed   20 of 20 evaluations failed, {NotThere}\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("finite", run.Output, StringComparison.Ordinal);
        Assert.Contains("not in the table", (await _work.Enas("ls", ".")).Output, StringComparison.Ordinal);
        var show = await _work.Enas("show", "search", "--json");
        Assert.Equal("not in the table", show.Json().GetProperty("noResult").GetProperty("reason").GetString());
        Assert.Contains(NotThere, show.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_has_half_of_it_is_told_in_the_same_words()
    {
        _work.Write("table.csv", string.Join('\n', s_lines.Where((_, i) => i % 2 == 0)));
        var run = await RunAsync("random", "search");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Matches($"failed   [0-9]+ of 20 evaluations, {NotThere}\n", run.Output);

        // An accuracy has one unit, here too.
        Assert.Matches(" accuracy [0-9]{2}\\.[0-9]{2} % ", (await _work.Enas("ls", ".")).Output);
    }

    [Theory]
    [InlineData(',', "evaluator.column=valid", "no column \"valid\"; the columns are index, arch, ", "evaluator.column names it")]
    [InlineData(',', "evaluator.architectures=cell", "no column \"cell\"; the columns are ", "evaluator.architectures names it")]
    [InlineData(';', "seed=1", "is separated by semicolons; a table is separated by commas", "Write it anew with commas")]
    [InlineData('\t', "seed=1", "is separated by tabs; a table is separated by commas", "Write it anew with commas")]
    public async Task A_column_that_is_not_there_names_the_option_that_names_it(char separator, string set, string fault, string wayOut)
    {
        _work.Write("table.csv", string.Join('\n', s_lines[..3]).Replace(',', separator));
        var run = await RunAsync("random", "search", set);
        Assert.Equal(65, run.ExitCode);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
        Assert.Contains(wayOut, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_an_option_made_empty_is_the_fault_of_the_option()
    {
        var run = await RunAsync("random", "search", "data.path=");
        Assert.Equal(64, run.ExitCode);
        Assert.Contains("--set data.path=  data.path  = \"\" is empty; data.kind \"table\" needs ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_has_no_branches_is_refused_before_its_options_are_looked_at()
    {
        WriteTable();
        Assert.Equal(0, (await RunAsync("evolution", "parent")).ExitCode);
        var fork = await _work.Enas("fork", "parent", "--at", "5", "--set", "strategy.kind=random");
        Assert.Equal(65, fork.ExitCode);
        Assert.Contains("parent cannot be branched: strategy.kind is \"evolution\"", fork.Error, StringComparison.Ordinal);
        Assert.Contains("run JOB --set strategy.kind=random", fork.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("strategy.population", fork.Error, StringComparison.Ordinal);

        // Two checkpoints that hold nothing are no failure of a replay.
        var replay = await _work.Enas("replay", "parent", "--mode", "full");
        Assert.True(replay.ExitCode == 0, replay.Error);
        Assert.Matches("[0-9]+ checkpoints? without weights or a policy, so the facts are all that there is to compare; ", replay.Output);
        Assert.Contains("(20 evaluations, 0 failed)", (await _work.Enas("replay", "parent", "--mode", "rebuild")).Output,
            StringComparison.Ordinal);

        // What had no policy, no data and no weights says nothing of them.
        var policy = await _work.Enas("replay", "parent", "--mode", "policy");
        Assert.Contains("proven       given the values that the table had, every proposed architecture, every reward and the choice, bit "
            + "for bit. The table was not read: that it has these values is shown by --mode full.\n", policy.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_names_the_option_of_its_fault_and_says_what_it_chooses_among()
    {
        WriteTable();
        Assert.Equal(0, (await RunAsync("policy-table", "parent")).ExitCode);
        var other = await _work.Enas("fork", "parent", "--at", "5", "--set", "evaluator.column=cifar10_test_200ep");
        Assert.Equal(65, other.ExitCode);
        Assert.Contains("evaluator.column was \"cifar10_valid_12ep\", is now \"cifar10_test_200ep\"", other.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("the data of the branch is another one", other.Error, StringComparison.Ordinal);

        var unknown = await _work.Enas("fork", "parent", "--at", "5", "--set", "strategy.kind=evolution");
        Assert.Equal(64, unknown.ExitCode);
        Assert.Contains("the recorded job with --set strategy.kind=evolution  ", unknown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("job.resolved.json", unknown.Error, StringComparison.Ordinal);

        var branch = await _work.Enas("fork", "parent", "--at", "20", "--set", "budget.evaluations=22", "--out", "branch");
        Assert.True(branch.ExitCode == 0, branch.Error);
        Assert.Contains("the branch chooses among the architectures that it evaluates itself; what parent evaluated in its 20 steps before "
            + "is not among its candidates", branch.Output, StringComparison.Ordinal);
    }

    private void WriteTable() => _work.Write("table.csv", string.Join('\n', s_lines));

    private async Task<EnasResult> RunAsync(string strategy, string folder, params string[] sets)
    {
        var job = $"nas-bench-201-{strategy}.json";
        _work.Job(job);
        return await _work.Enas(["run", job, "--out", folder, "--set", $"data.path={Path.Combine(_work.Root, "table.csv")}",
            "--set", "budget.evaluations=20", .. sets.SelectMany(set => (string[])["--set", set])]);
    }
}
