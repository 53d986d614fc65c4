namespace Enas.Pipeline.Steps;

/// <summary>
/// A stop was asked for in the middle of a step that takes long. Nothing of the step is recorded; it is made again when the search goes on.
/// </summary>
internal sealed class StepStoppedException() : OperationCanceledException("stopped within a step");
