using System.Text;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tests.Jobs;
using Enas.Pipeline.Work;

namespace Enas.Pipeline.Tests.Work;

/// <summary>A description has one form; whoever sends another one reaches nothing outside of the roots of a worker.</summary>
public sealed class WorkDescriptionTests
{
    private const string Data = "/srv/data";

    private static readonly JobOptions s_job = JobReader.ReadFile(JobText.PathOf("jobs", "tiny.json")).Required();

    [Fact]
    public void What_is_written_is_read_and_its_key_is_that_of_the_work()
    {
        var bytes = Of().TryWrite(Data)!;
        var read = WorkDescription.Read(bytes, Data);
        Assert.Equal(JobFacts.ForTraining(s_job), JobFacts.ForTraining(read.Job));
        Assert.Equal(("runs/a-rank/random-00", "0 1 2", new string('a', 64)), (read.Place, read.Tokens, read.Parent));
        Assert.Equal("{ /* mine */ }", Encoding.UTF8.GetString(read.JobFile.Span));
        Assert.Equal(WorkKey.Of(bytes), WorkKey.Of(Of().TryWrite(Data)));
        Assert.NotEqual(WorkKey.Of(bytes), WorkKey.Of((Of() with { Tokens = "0 1 3" }).TryWrite(Data)));
        Assert.NotEqual(WorkKey.Of(bytes), WorkKey.Of((Of() with { Job = s_job with { Seed = 9 } }).TryWrite(Data)));
    }

    [Fact]
    public void Data_are_named_below_the_root_that_each_machine_has()
    {
        var job = s_job with { Data = s_job.Data with { Kind = "tokens", Path = "/srv/data/text/ptb" } };
        var bytes = (Of() with { Job = job }).TryWrite(Data)!;
        Assert.DoesNotContain("/srv", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal("/mnt/sets/text/ptb", WorkDescription.Read(bytes, "/mnt/sets").Job.Data.Path);
        Assert.Null((Of() with { Job = job }).TryWrite("/srv/other"));
    }

    /// <summary>Programs of a job that lies directly in the root run there.</summary>
    [Fact]
    public void A_folder_may_be_the_root_of_data_itself()
    {
        var job = JobReader.ReadFile(JobText.PathOf("jobs", "tiny-custom.json")).Required();
        job = job with { Evaluator = job.Evaluator with { Folder = Data } };
        var bytes = (Of() with { Job = job }).TryWrite(Data)!;
        Assert.Contains("\"folder\":\".\"", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal("/mnt/sets", WorkDescription.Read(bytes, "/mnt/sets").Job.Evaluator.Folder);
    }

    [Fact]
    public void What_cannot_be_said_names_the_one_reason()
    {
        var outside = Of() with { Job = s_job with { Data = s_job.Data with { Kind = "tokens", Path = "/srv/text" } } };
        Assert.Null(outside.TryWrite(Data, out var why));
        Assert.Equal("data.path is \"/srv/text\", which lies outside of the root of data /srv/data", why);
        Assert.Null((Of() with { JobFile = new byte[] { (byte)'{', 0x80 } }).TryWrite(Data, out why));
        Assert.Equal("its job file is no UTF-8 text", why);
        Assert.Null((Of() with { JobFile = Encoding.UTF8.GetBytes(new string('x', 300 << 10)) }).TryWrite(Data, out why));
        Assert.EndsWith("KiB; allowed are 256", why, StringComparison.Ordinal);
        Assert.NotNull(Of().TryWrite(Data, out why));
        Assert.Null(why);
    }

    [Theory]
    [InlineData("\"place\":\"runs/a-rank/random-00\"", "\"place\":\"../../etc\"", "its place is")]
    [InlineData("\"place\":\"runs/a-rank/random-00\"", "\"place\":\"/etc/cron.d\"", "its place is")]
    [InlineData("\"place\":\"runs/a-rank/random-00\"", "\"place\":\"a//b\"", "its place is")]
    [InlineData("\"kind\":\"training\"", "\"kind\":\"command\"", "allowed are training, search, replay")]
    [InlineData("\"format\":1", "\"format\":2", "not in the one form")]
    [InlineData("\"device\":\"cpu\"", "\"device\":\"cpu\",\"run\":\"rm\"", "not in the one form")]
    [InlineData("\"path\":\"\"", "\"path\":\"../secret\"", "not in the one form")]
    [InlineData("{\"format\"", "[{\"format\"", "no description")]
    [InlineData(",\"file\"", ", \"file\"", "not in the one form")]
    public void A_forged_description_is_refused_in_words(string from, string to, string words)
    {
        var text = Encoding.UTF8.GetString(Of().TryWrite(Data)!);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var forged = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
        var refusal = Assert.Throws<BadInputException>(() => WorkDescription.Read(forged, Data));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_is_read_as_it_was_written_and_each_has_a_key_of_its_own()
    {
        var range = new WorkRange(new string('b', 64), 10, 20, WithEnding: true, IsBase: false);
        var replay = Of() with { Kind = WorkKind.Replay, Tokens = null, Range = range };
        var bytes = replay.TryWrite(Data)!;
        Assert.Equal((WorkKind.Replay, range), (WorkDescription.Read(bytes, Data).Kind, WorkDescription.Read(bytes, Data).Range));
        WorkRange[] others = [range with { Head = new string('c', 64) }, range with { FromStep = 11 }, range with { ToStep = 21 },
            range with { WithEnding = false }, range with { IsBase = true }];
        Assert.Equal(6, others.Append(range).Select(one => WorkKey.Of((replay with { Range = one }).TryWrite(Data))).Distinct().Count());
    }

    [Theory]
    [InlineData("\"from\":10", "\"from\":99999999999999999999", "no description")]
    [InlineData("\"from\":10", "\"from\":1e1", "no description")]
    [InlineData("\"from\":10", "\"from\":\"10\"", "no description")]
    [InlineData(",\"base\":false", "", "no description")]
    public void A_forged_range_is_refused_in_words(string from, string to, string words)
    {
        var replay = Of() with { Kind = WorkKind.Replay, Range = new WorkRange(new string('b', 64), 10, 20, true, IsBase: false) };
        var text = Encoding.UTF8.GetString(replay.TryWrite(Data)!);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var refusal = Assert.Throws<BadInputException>(
            () => WorkDescription.Read(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), Data));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_with_an_option_that_there_is_not_is_refused_as_a_job_file_is()
    {
        var text = Encoding.UTF8.GetString(Of().TryWrite(Data)!).Replace("\"seed\":", "\"sed\":", StringComparison.Ordinal);
        Assert.Contains("sed", Assert.Throws<JobRefusedException>(
            () => WorkDescription.Read(Encoding.UTF8.GetBytes(text), Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_large_or_no_text_is_no_item()
    {
        Assert.Null((Of() with { JobFile = new byte[] { 0xff, 0xfe, 0xfd } }).TryWrite(Data));
        Assert.Null((Of() with { JobFile = Encoding.UTF8.GetBytes(new string('x', WorkItem.MostBytes)) }).TryWrite(Data));
    }

    [Fact]
    public void A_message_carries_an_item_as_it_is()
    {
        var item = WorkItem.Of(WorkKind.Search, Of().TryWrite(Data)!, new WorkNeeds("torch", "cuda", 4, 1 << 30), "the owner", 3);
        var read = WorkMessage.TryRead(WorkMessage.Write(item))!;
        Assert.Equal(item with { Description = default }, read with { Description = default });
        Assert.True(item.Description.Span.SequenceEqual(read.Description.Span));
        Assert.Null(read.Fault);
        Assert.All(
            ["", "{}", "[]", "null", "{\"format\":1,\"key\":\"x\"}"],
            text => Assert.Null(WorkMessage.TryRead(Encoding.UTF8.GetBytes(text))));
    }

    private static WorkDescription Of() => new(
        WorkKind.Training, "runs/a-rank/random-00", s_job, "{ /* mine */ }"u8.ToArray(), "cpu-exact/1", "cpu", "cpu")
    {
        Tokens = "0 1 2",
        Parent = new string('a', 64),
    };
}
