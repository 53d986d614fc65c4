using Enas.Host.Service;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Service;

/// <summary>A folder of jobs that is read again and again: nothing that changed is missed, and nothing that did not
/// change is read.</summary>
public sealed class JobFolderReaderTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Folder_without_a_change_is_the_same_object()
    {
        var reader = new JobFolderReader(_work.Root, TimeProvider.System);
        var folder = reader.Read();
        Assert.Same(folder, reader.Read());
        Assert.Equal(["quickstart", "tiny-macro", "tiny-micro", "tiny"], folder.Jobs.Select(job => job.Name));
    }

    [Fact]
    public void Every_change_is_seen_also_one_that_keeps_length_and_times()
    {
        var reader = new JobFolderReader(_work.Root, TimeProvider.System);
        var text = File.ReadAllText(_work.Tiny);
        var at = File.GetLastWriteTimeUtc(_work.Tiny);
        Assert.Equal(4, reader.Read().Jobs.Count);
        File.WriteAllText(_work.Tiny, text.Replace("\"seed\"", "\"sede\"", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(_work.Tiny, at);
        Assert.Equal((3, 1), (reader.Read().Jobs.Count, reader.Read().Broken.Count));
        File.WriteAllText(_work.Tiny, text);
        _work.Write("tiny.schedule.json", "{ \"cron\": \"0 0 2 * * ?\" }");
        Assert.Equal("0 0 2 * * ?", reader.Read().Jobs.Single(job => job.Name == "tiny").Schedule!.Cron);
        _work.Write("tiny.schedule.json", "{ \"cron\": \"0 0 3 * * ?\" }");
        Assert.Equal("0 0 3 * * ?", reader.Read().Jobs.Single(job => job.Name == "tiny").Schedule!.Cron);
        File.Delete(Path.Combine(_work.Root, "tiny.schedule.json"));
        Assert.Null(reader.Read().Jobs.Single(job => job.Name == "tiny").Schedule);
        File.Delete(_work.Tiny);
        Assert.Equal((3, 0), (reader.Read().Jobs.Count, reader.Read().Broken.Count));
        _work.Write("lost.schedule.json", "{}");
        Assert.Equal("lost.schedule.json: there is no job file lost.json", Assert.Single(reader.Read().Broken).ToString());
    }

    [Fact]
    public void File_that_did_not_change_for_seconds_is_not_read_again()
    {
        // What a job says of a variable changes with the variable, which no stamp tells: who reads the file sees it. By a clock that is a
        // minute ahead every file is settled.
        const string Shelf = "ENAS_TEST_SHELF_OF_JOB_FOLDER_READER";
        _work.Write("shelf.json",
            $$"""{ "schemaVersion": 1, "name": "a", "preset": "small", "data": { "kind": "tokens", "path": "${{{Shelf}}}" } }""");
        var (settled, fresh) = (new JobFolderReader(_work.Root, new ClockAhead()), new JobFolderReader(_work.Root, TimeProvider.System));
        var before = settled.Read();
        Assert.Single(before.Broken);
        Assert.Single(fresh.Read().Broken);
        Environment.SetEnvironmentVariable(Shelf, "/shelf");
        Assert.Same(before, settled.Read());
        Assert.Empty(fresh.Read().Broken); // It was written a moment ago.
    }

    [Fact]
    public void File_with_very_many_faults_is_named_shortly()
    {
        _work.Write("tiny.json", "{" + string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"k{i}\": 1")) + "}");
        var broken = JobFolder.Read(_work.Root).Broken;
        Assert.Equal(21, broken.Count);
        Assert.Contains("more faults; enas validate tells all", broken[^1].ToString(), StringComparison.Ordinal);
    }

    private sealed class ClockAhead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddMinutes(1);
    }
}
