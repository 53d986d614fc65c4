using Enas.Pipeline.Projections;

namespace Enas.Host.Dashboard.Following;

/// <summary>Ends the reading that it is a part of, at the next event.</summary>
/// <param name="end">When.</param>
internal sealed class EndOfReading(CancellationToken end) : IProjection
{
    /// <inheritdoc />
    /// <exception cref="OperationCanceledException">This is the end.</exception>
    public void Apply(RecordedEvent recorded) => end.ThrowIfCancellationRequested();
}
