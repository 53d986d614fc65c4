using System.Globalization;
using System.Text;
using Enas.Pipeline.Messages;

namespace Enas.Host.Service;

/// <summary>Names of jobs: they become names of folders and logs, labels of metrics and words in messages.</summary>
internal static class JobNames
{
    /// <summary>A search's folder adds the instant to the name, and its log an ending; file systems take 255 bytes.</summary>
    private const int MostBytes = 225;

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Fault(string name) => name switch
    {
        "" or "." or ".." => "has no name before its ending; give the job one",
        _ when name.Contains('\uFFFD', StringComparison.Ordinal) => "has a name that is no UTF-8 text; rename it",
        _ when ForeignText.Escaped(name) != name => "has characters in its name that cannot be seen; rename it",
        _ when Encoding.UTF8.GetByteCount(name) > MostBytes => string.Create(
            CultureInfo.InvariantCulture, $"has a name that is too long: a job's has at most {MostBytes} bytes before its ending"),
        _ when Path.GetFileName(name) != name => "has a name that is a path; a job's is a file name without its ending",
        _ => null,
    };
}
