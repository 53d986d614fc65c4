using System.IO.Pipes;
using System.Text;
using Enas.Storage.Programs;

namespace Enas.Storage.Tests.Programs;

/// <summary>Lines of a program, through a pipe as it has one.</summary>
public sealed class OutputLinesTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    // Whoever holds the other end of the pipe can hold it for ever.
    [Fact]
    public async Task What_came_before_the_end_of_the_reading_counts_and_nothing_after_it()
    {
        using var writing = new AnonymousPipeServerStream(PipeDirection.Out);
        using var pipe = new AnonymousPipeClientStream(PipeDirection.In, writing.GetClientHandleAsString());
        using var reader = new StreamReader(pipe);
        using var kept = new MemoryStream();
        await using var file = new StreamWriter(kept, new UTF8Encoding(false));
        using var stop = new CancellationTokenSource();
        var (lines, first) = (new List<string>(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var reading = OutputLines.ReadAsync(reader, file, Take, stop.Token);
        await writing.WriteAsync("one\ntwo"u8.ToArray(), TestContext.Current.CancellationToken);
        await first.Task.WaitAsync(s_longest, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        Assert.Equal("two", await reading.WaitAsync(s_longest, TestContext.Current.CancellationToken));
        await writing.WriteAsync("\nthree\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(["one", "two"], lines);
        Assert.Equal("one\ntwo", Encoding.UTF8.GetString(kept.ToArray()));

        void Take(string line)
        {
            lines.Add(line);
            first.TrySetResult();
        }
    }
}
