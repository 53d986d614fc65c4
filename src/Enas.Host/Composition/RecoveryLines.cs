using Enas.Host.Cli;

namespace Enas.Host.Composition;

/// <summary>Tells people how far a recovery is, a line every few seconds.</summary>
internal sealed class RecoveryLines(Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();

    /// <summary>A line of words.</summary>
    public void Say(string words) => terminal.Line(words);

    /// <summary>A step was made again.</summary>
    public void StepDone(long step)
    {
        if (time.GetElapsedTime(_last) >= s_between)
        {
            _last = time.GetTimestamp();
            terminal.Line($"  step {step} came out again");
        }
    }
}
