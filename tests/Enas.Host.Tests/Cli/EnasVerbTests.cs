namespace Enas.Host.Tests.Cli;

/// <summary>That a command line in this process is the program's. Only its help differs: the parser takes its name
/// from the process.</summary>
public sealed class EnasVerbTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("shwo")]
    [InlineData("show", "absent")]
    [InlineData("validate", "tiny.json", "--no-time", "--json")]
    [InlineData("draw", "--arch", "0 0 1 1 2")]
    [InlineData("ls", ".", "--json")]
    [InlineData("init", "--out", "job.json")]
    public async Task It_says_and_ends_as_the_process_does(params string[] arguments)
    {
        using var enas = EnasProcess.StartProgram(EnasProcess.Built, _work.Root, arguments);
        var expected = await enas.EndAsync();
        Array.ForEach((string[])["job.json", "enas-job.schema.json"], written => File.Delete(Path.Combine(_work.Root, written)));
        Assert.Equal(expected, await _work.Enas(arguments));
    }

    [Fact]
    public async Task Those_that_run_at_the_same_time_have_folders_and_consoles_of_their_own()
    {
        var folders = Enumerable.Range(0, 8).Select(i => Path.Combine(_work.Root, $"folder-{i}")).ToArray();
        Array.ForEach(folders, folder => Directory.CreateDirectory(folder));
        var results = await Task.WhenAll(folders.Select(folder => EnasVerb.RunAsync(folder, "init", "--out", "job.json")));
        Assert.All(folders.Zip(results), one =>
        {
            Assert.Equal(0, one.Second.ExitCode);
            Assert.True(File.Exists(Path.Combine(one.First, "job.json")));
            Assert.StartsWith($"wrote job.json and {one.First}/", one.Second.Output, StringComparison.Ordinal);
            Assert.Single(one.Second.Output.Split('\n'), line => line.StartsWith("wrote", StringComparison.Ordinal));
        });
    }
}
