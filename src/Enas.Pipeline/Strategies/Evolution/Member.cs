using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>A member of a population.</summary>
/// <param name="Slot">The number of the proposal that it was.</param>
/// <param name="Architecture">What was proposed.</param>
/// <param name="Reward">What it was worth.</param>
/// <param name="Cost">What it costs, where members are compared by that too; null where they are not, and of one whose evaluation
/// failed: it has no place beside others.</param>
internal sealed record Member(long Slot, Architecture Architecture, double Reward, double? Cost = null);
