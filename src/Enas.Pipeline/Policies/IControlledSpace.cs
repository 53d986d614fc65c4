using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Policies;

/// <summary>
/// A space that says itself how an LSTM policy emits its architectures. Any other is walked decision by decision, see
/// <see cref="OneByOneWalk"/>.
/// </summary>
internal interface IControlledSpace
{
    /// <summary>Which weights the walk needs.</summary>
    LstmPolicyShape PolicyShapeOf(PolicyOptions options);

    /// <summary>A walk over the decisions of one architecture.</summary>
    PolicyWalk CreateWalk(IStepScope scope, LstmPolicyWeights weights, PolicyOptions options);
}
