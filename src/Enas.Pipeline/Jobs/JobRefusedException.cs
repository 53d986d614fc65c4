using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>A job that has errors; nothing was started.</summary>
public sealed class JobRefusedException(IReadOnlyList<JobError> errors, JobErrorKind kind)
    : Exception("the job has errors: " + string.Join("; ", errors.Select(error => error.ToString())))
{
    /// <summary>All errors.</summary>
    public IReadOnlyList<JobError> Errors { get; } = errors;

    /// <summary>The gravest kind.</summary>
    public JobErrorKind Kind { get; } = kind;
}
