namespace Enas.Host.Tests.Cli;

/// <summary>A branch holds finals of its own, beside its own folder.</summary>
public sealed class FinalsForkTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_branch_of_a_search_with_finals_trains_its_finalists()
    {
        var whole = await _work.TinySearch("one", "--set", "finals.count=2", "--set", "finals.steps=4");
        Assert.True(whole.ExitCode == 0, whole.Error);
        var fork = await _work.Enas("fork", "one", "--at", "4", "--set", "policy.learningRate=0.5", "--out", "branch", "--json");
        Assert.True(fork.ExitCode == 0, fork.Error);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(_work.Root, "branch-children")).Length);
        Assert.Equal(0, (await _work.Enas("audit", "branch")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "branch", "--mode", "policy")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "branch", "--mode", "full")).ExitCode);
    }
}
