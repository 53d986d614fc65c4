using System.Text;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>The value of one option after everything was considered.</summary>
/// <param name="Option">The row of the table.</param>
/// <param name="Json">Canonical JSON text.</param>
/// <param name="Origin"><c>default</c>, <c>preset small</c>, <c>file:line:column</c> or the <c>--set</c>.</param>
public sealed record ResolvedValue(JobOption Option, string Json, string Origin)
{
    /// <summary>Whether the job says it, in its file or by <c>--set</c>: a default and a preset are nobody's wish.</summary>
    public bool IsGiven { get; init; }
}

/// <summary>What reading a job gave: options, or every error at once.</summary>
public sealed record JobDocument
{
    /// <summary>The job, or null when there is an error.</summary>
    public required JobOptions? Options { get; init; }

    /// <summary>Every error, in the order of the file, those of <c>--set</c> last.</summary>
    public required IReadOnlyList<JobError> Errors { get; init; }

    /// <summary>Every value with its origin, in the order of the table; empty when the file is not JSON.</summary>
    public required IReadOnlyList<ResolvedValue> Values { get; init; }

    /// <summary>The job file byte for byte; what <c>--set</c> changed is in the resolved job.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The gravest kind among the errors; as a number it is the exit code.</summary>
    public JobErrorKind ErrorKind => Errors.Count == 0 ? JobErrorKind.None
        : Errors.Any(error => error.Kind == JobErrorKind.NotFound) ? JobErrorKind.NotFound
        : Errors.Any(error => error.Kind == JobErrorKind.BadJobFile) ? JobErrorKind.BadJobFile
        : JobErrorKind.BadCommandLine;

    /// <summary>The job.</summary>
    /// <exception cref="JobRefusedException">It has errors; the exception has all of them.</exception>
    public JobOptions Required() =>
        Options is not null && Errors.Count == 0 ? Options : throw new JobRefusedException(Errors, ErrorKind);

    /// <summary>Every value with its origin, one a line.</summary>
    public string Explain()
    {
        var text = new StringBuilder();
        var width = Values.Count == 0 ? 0 : Values.Max(value => value.Option.Key.Length);
        foreach (var value in Values)
        {
            text.Append($"{value.Option.Key.PadRight(width)} = {value.Json}  ({value.Origin})\n");
        }

        return text.ToString();
    }
}
