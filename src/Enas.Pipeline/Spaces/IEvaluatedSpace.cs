using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces;

/// <summary>A space that says itself what its architectures are worth, so that its searches need no data: its task is
/// <see cref="NoData"/>.</summary>
public interface IEvaluatedSpace : ISpaceModule
{
    /// <summary>The task of such a space.</summary>
    const string NoData = DataKindNames.None;

    /// <inheritdoc />
    string ISpaceModule.Task => NoData;

    /// <inheritdoc />
    string? ISpaceModule.OwnEvaluator => EvaluatorOptions.OfSpace;

    /// <inheritdoc />
    bool ISpaceModule.HasSharedWeights => false;

    /// <inheritdoc />
    string ISpaceModule.DataWords => "nothing";

    /// <summary>Who says what its architectures are worth; a function of the job alone.</summary>
    IEvaluator CreateEvaluator(JobOptions job);
}
