using Enas.Host.Cli;

namespace Enas.Host.Tests.Cli;

/// <summary>A failure ends the program with its exit code, whatever the streams take.</summary>
public sealed class TerminalTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_that_nobody_can_be_told_is_no_failure_of_its_own(bool json)
    {
        using var full = new FullStream();
        new Terminal(json, full, full).Fail(new Failure(74, ["No space left on device"]));
        Assert.True(full.Attempts > 1);
    }

    [Fact]
    public void People_are_told_where_programs_cannot_be()
    {
        using var full = new FullStream();
        using var errors = new StringWriter();
        new Terminal(json: true, full, errors).Fail(new Failure(74, ["No space left on device"]));
        Assert.Equal("enas: No space left on device\n", errors.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>Takes nothing, as /dev/full.</summary>
    private sealed class FullStream : StringWriter
    {
        public int Attempts { get; private set; }

        public override void Write(char value) => Refuse();

        public override void WriteLine(string? value) => Refuse();

        public override void Flush() => Refuse();

        private void Refuse()
        {
            Attempts++;
            throw new IOException("No space left on device");
        }
    }
}
