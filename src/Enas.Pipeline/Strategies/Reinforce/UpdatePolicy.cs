using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>A sample and the signal that it earned.</summary>
/// <param name="Signal">Reward + entropy weight · entropy.</param>
internal sealed record PolicySignal(string Tokens, double Signal);

/// <summary>Update the policy from the samples of one step, in ordinal order.</summary>
/// <param name="Signals">Samples with signals.</param>
/// <param name="Baseline">The baseline before the step, null before the first signal.</param>
/// <param name="BaselineWeight">The sum of the weights of the signals in it; null where the baseline keeps none.</param>
internal sealed record UpdatePolicy(
    StepPosition Position, IReadOnlyList<PolicySignal> Signals, double? Baseline, double? BaselineWeight = null)
    : IRequest<PolicyUpdated>;
