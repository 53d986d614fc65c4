using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces;

/// <summary>A space that says itself what its architectures are worth, so that its searches need no data: its task is
/// <c>none</c>.</summary>
public interface IEvaluatedSpace : ISpaceModule
{
    /// <inheritdoc />
    string ISpaceModule.Task => DataKindNames.None;

    /// <inheritdoc />
    string? ISpaceModule.OwnEvaluator => EvaluatorOptions.OfSpace;

    /// <inheritdoc />
    bool ISpaceModule.HasSharedWeights => false;

    /// <inheritdoc />
    string ISpaceModule.DataWords => "nothing";

    /// <summary>Who says what its architectures are worth; a function of the job alone.</summary>
    IEvaluator CreateEvaluator(JobOptions job);
}
