using System.Text;

namespace Enas.Pipeline.Jobs;

/// <summary>Paths in jobs: environment variables expanded, then made absolute.</summary>
internal static class JobPaths
{
    /// <summary>The absolute path, or the name of an environment variable that is not set.</summary>
    public static (string? Path, string? Unset) Resolve(string path, string folder, Func<string, string?> environment)
    {
        var expanded = new StringBuilder();
        var rest = path;
        while (rest.IndexOf("${", StringComparison.Ordinal) is var start and >= 0)
        {
            var end = rest.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            var name = rest[(start + 2)..end];
            if (environment(name) is not { Length: > 0 } value)
            {
                return (null, name);
            }

            expanded.Append(rest, 0, start).Append(value);
            rest = rest[(end + 1)..];
        }

        expanded.Append(rest);
        return (Path.GetFullPath(expanded.ToString(), folder), null);
    }
}
