namespace Enas.Host.Dashboard.Answers;

/// <summary>A request that cannot be answered, for a reason that is the asker's.</summary>
/// <param name="status">The status of HTTP.</param>
/// <param name="exitCode">The exit code that the command line has for it.</param>
/// <param name="words">Why, for people.</param>
internal sealed class AnswerException(int status, int exitCode, string words) : Exception(words)
{
    /// <summary>The status of HTTP.</summary>
    public int Status => status;

    /// <summary>The exit code that the command line has for it.</summary>
    public int ExitCode => exitCode;
}
